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

package io.github.pineconeoauth.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.parallel.ResourceLock;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Connects the application under test to an {@link EmbeddedPinecone} of its own.
 * <p>
 * The {@code EmbeddedPinecone} is a bean, to be injected into the test, and is
 * {@linkplain EmbeddedPinecone#reset() reset} after each test method. The application
 * then forgets its tokens and failures as well. The embedded Pinecone is started and
 * closed with the application context, and shared by all test classes that share the
 * context. To use tokens of another lifetime, or content for all tests, define an
 * {@code EmbeddedPinecone} bean in a test configuration; that one is used instead.
 * <p>
 * The properties {@code pinecone.client-id}, {@code pinecone.client-secret},
 * {@code pinecone.oauth.token-uri} and {@code pinecone.admin.base-url} have no effect.
 * Neither have {@code PineconeConnectionDetails} beans of the application: they stay, but
 * are lazy and no longer primary, so that injection by type gets the connection details
 * of the embedded Pinecone.
 * <p>
 * The embedded Pinecone has a service account for each account of the application below
 * {@code pinecone.accounts}, with the credentials that its properties give. All service
 * accounts belong to the same organization. A rotation of their secrets in the embedded
 * Pinecone reaches the application.
 * <p>
 * If JUnit runs test classes in parallel, those with this annotation still run one after
 * the other.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@ResourceLock("io.github.pineconeoauth.test.EmbeddedPinecone")
public @interface AutoConfigureEmbeddedPinecone {

}
