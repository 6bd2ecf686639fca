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
 * Connects the application under test to an {@link EmbeddedPinecone}.
 * <p>
 * The {@code EmbeddedPinecone} is a bean that lives as long as the application context.
 * It is {@linkplain EmbeddedPinecone#reset() reset} after each test method, and the
 * application then forgets its tokens and failures. To change the token lifetime or to
 * add content for all tests, define an {@code EmbeddedPinecone} bean in a test
 * configuration.
 * <p>
 * The credentials and URLs of the embedded Pinecone replace those of the properties.
 * Other {@code PineconeConnectionDetails} beans become lazy and are no longer primary.
 * For each account below {@code pinecone.accounts}, the embedded Pinecone has a service
 * account with its credentials. The application picks up rotated secrets.
 * <p>
 * Test classes with this annotation do not run in parallel.
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
