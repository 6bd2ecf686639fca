/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.pineconeoauth.benchmark;

import java.util.List;

import io.github.pineconeoauth.admin.PineconeAdmin;
import io.github.pineconeoauth.admin.Project;
import io.github.pineconeoauth.admin.ReactivePineconeAdmin;
import io.github.pineconeoauth.admin.RetrySettings;
import io.github.pineconeoauth.admin.RoleBinding;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Typed Admin API call, compared with the same call written by hand.
 */
@State(Scope.Benchmark)
public class TypedApiBenchmark {

	private final LoopbackAdminApi api = new LoopbackAdminApi();

	private final RestClient restClient = this.api.restClient();

	private final WebClient webClient = this.api.webClient();

	private final PineconeAdmin admin = PineconeAdmin.create(this.restClient, RetrySettings.defaults());

	private final ReactivePineconeAdmin reactiveAdmin = ReactivePineconeAdmin.create(this.webClient,
			RetrySettings.defaults());

	@Benchmark
	public @Nullable Project getByHand() {
		return this.restClient.get()
			.uri("/admin/projects/{id}", LoopbackAdminApi.PROJECT_ID)
			.retrieve()
			.body(Project.class);
	}

	@Benchmark
	public Project get() {
		return this.admin.projects().get(LoopbackAdminApi.PROJECT_ID);
	}

	@Benchmark
	public @Nullable Project reactiveGetByHand() {
		return this.webClient.get()
			.uri("/admin/projects/{id}", LoopbackAdminApi.PROJECT_ID)
			.retrieve()
			.bodyToMono(Project.class)
			.block();
	}

	@Benchmark
	public @Nullable Project reactiveGet() {
		return this.reactiveAdmin.projects().get(LoopbackAdminApi.PROJECT_ID).block();
	}

	@Benchmark
	public List<RoleBinding> listByHand() {
		return LoopbackAdminApi.list(this.restClient);
	}

	@Benchmark
	public List<RoleBinding> list() {
		return this.admin.roleBindings().list();
	}

	@Benchmark
	public @Nullable Long reactiveListByHand() {
		return LoopbackAdminApi.list(this.webClient).count().block();
	}

	@Benchmark
	public @Nullable Long reactiveList() {
		return this.reactiveAdmin.roleBindings().list().count().block();
	}

	@TearDown
	public void close() {
		this.api.close();
	}

}
