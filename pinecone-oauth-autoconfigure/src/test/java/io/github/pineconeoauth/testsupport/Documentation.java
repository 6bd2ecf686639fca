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

package io.github.pineconeoauth.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Markdown documents of this project and their Java examples.
 * <p>
 * The line above each example tags it with a kind and a name, such as
 * {@code <!-- snippet: bean proxy -->}. An example without a tag is an error.
 */
public final class Documentation {

	public static final String README = "README.md";

	public static final String REFERENCE = "pinecone-oauth-starter/README.md";

	public static final List<String> DOCUMENTS = List.of(README, REFERENCE, "pinecone-oauth-starter/test/README.md",
			"pinecone-oauth-autoconfigure/src/jmh/README.md", "CONTRIBUTING.md", "CHANGELOG.md");

	private static final Pattern TAG = Pattern
		.compile("<!-- snippet: (?<kind>type|bean|method|statement|test|uncompiled) (?<name>\\w+|\\(.+\\)) -->");

	private Documentation() {
	}

	/**
	 * Return the path of a document. Maven sets the base directory; development
	 * environments run tests in it.
	 */
	public static Path path(String document) {
		return Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling(document);
	}

	public static List<String> lines(String document) {
		try {
			return Files.readAllLines(path(document));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the Java examples of all documents.
	 */
	public static List<Snippet> snippets() {
		List<Snippet> snippets = new ArrayList<>();
		for (String document : DOCUMENTS) {
			List<String> lines = lines(document);
			for (int i = 0; i < lines.size(); i++) {
				if (lines.get(i).strip().startsWith("```java")) {
					Matcher tag = TAG.matcher(lines.get(i - 1));
					assertThat(tag.matches()).as("tag of the Java example in line %d of %s", i + 1, document).isTrue();
					List<String> code = lines.subList(i + 1, lines.size())
						.stream()
						.takeWhile((line) -> !line.equals("```"))
						.toList();
					snippets.add(new Snippet(tag.group("kind"), tag.group("name"), String.join("\n", code) + "\n"));
				}
			}
		}
		return snippets;
	}

	/**
	 * A Java example.
	 *
	 * @param kind what the code is: a type, a method of a configuration (bean) or of
	 * another class (method), a statement, a test, or something that is not compiled
	 * @param name the name, or the reason why it is not compiled
	 * @param code the code
	 */
	public record Snippet(String kind, String name, String code) {
	}

}
