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

package io.github.pineconeoauth.samples.rotation;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * Reactive application that keeps calling the Admin API while its client secret is
 * rotated.
 */
@SpringBootApplication
@EnableScheduling
public class ReactiveRotationApplication {

	private static final Log logger = LogFactory.getLog(ReactiveRotationApplication.class);

	public static void main(String[] args) {
		SpringApplication.run(ReactiveRotationApplication.class, args);
	}

	@EventListener
	void logAddress(WebServerInitializedEvent event) {
		logger.info("Open this page: http://localhost:" + event.getWebServer().getPort() + "/");
	}

}
