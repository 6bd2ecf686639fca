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

package io.github.pineconeoauth.samples.embedded;

import java.util.function.Function;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

/**
 * An operation of an API: which requests it is for, and what answers them.
 */
final class Operation implements ResponseDefinitionTransformerV2 {

	private final String id;

	private final MappingBuilder requests;

	private final Function<Request, Reply> handler;

	/**
	 * Create a new operation.
	 * @param id the operation's id in Pinecone's OpenAPI documents
	 * @param requests the requests that it is for
	 * @param handler what answers them
	 */
	Operation(String id, MappingBuilder requests, Function<Request, Reply> handler) {
		this.id = id;
		this.requests = requests;
		this.handler = handler;
	}

	MappingBuilder toStub() {
		return this.requests.willReturn(WireMock.aResponse().withTransformers(this.id));
	}

	@Override
	public String getName() {
		return this.id;
	}

	@Override
	public boolean applyGlobally() {
		return false;
	}

	@Override
	public ResponseDefinition transform(ServeEvent event) {
		return this.handler.apply(event.getRequest()).toResponse();
	}

}
