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

package io.github.pineconeoauth.benchmark.application;

import java.lang.management.ManagementFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Servlet application that prints the number of classes loaded on startup.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ServletApplication.GreetingController.class)
public class ServletApplication {

	/**
	 * The line that the application prints once it has started.
	 */
	public static final String STARTED = "started";

	public static void main(String[] args) {
		SpringApplication.run(ServletApplication.class, args);
		System.out.println(STARTED);
		System.out.println(ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
		Runtime.getRuntime().halt(0);
	}

	@RestController
	static class GreetingController {

		@GetMapping("/greeting")
		String greet() {
			return "Hello";
		}

	}

}
