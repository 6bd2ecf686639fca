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

package io.github.pineconeoauth.admin;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

import jakarta.servlet.ServletException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

/**
 * Tests for {@link Answer} with responses of Pinecone and of proxies in between.
 */
class AnswerTests {

	private static final String NO_CODE = "GET /admin/projects/{project_id} failed with 404";

	@Test
	void errorHasAllDetailsOfTheResponse() {
		HttpHeaders headers = new HttpHeaders();
		headers.set("x-pinecone-request-id", "the-id");
		headers.set("x-request-id", "another-id");
		headers.set("Retry-After", "7");
		PineconeAdminException error = error(409, """
				{"status": 409, "error": {"code": "ABORTED", "message": "The last owner.",
				"details": {"a": [1, {"b": null}], "c": "d"}}}""", headers);
		assertThat(error).hasMessage("GET /admin/projects/{project_id} failed with 409 ABORTED: The last owner.")
			.hasNoCause();
		assertThat(error.getStatusCode().value()).isEqualTo(409);
		assertThat(error.getErrorCode()).isEqualTo("ABORTED");
		assertThat(error.getServerMessage()).isEqualTo("The last owner.");
		assertThat(error.getDetails()).containsOnlyKeys("a", "c").contains(entry("c", "d")).isUnmodifiable();
		assertThat(error.getRequestId()).isEqualTo("the-id");
		assertThat(error.getRetryAfter()).isEqualTo(Duration.ofSeconds(7));
		assertThat(error.isConflict()).isTrue();
		assertThat(error.isNotFound()).isFalse();
		assertThat(error.isTransient()).isFalse();
	}

	@Test
	void requestIdOfTheProxyCountsIfPineconesIsMissing() {
		HttpHeaders headers = new HttpHeaders();
		headers.set("x-request-id", "the-id");
		assertThat(error(502, "", headers).getRequestId()).isEqualTo("the-id");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "null", "[]", "[{\"error\": {\"code\": \"NOT_FOUND\"}}]", "\"NOT_FOUND\"", "17",
			"<html><body>404 NOT_FOUND</body></html>", "{", "{}", "{\"error\": null}", "{\"error\": \"NOT_FOUND\"}",
			"{\"error\": [\"NOT_FOUND\"]}", "{\"error\": {}}", "{\"error\": {\"code\": 404}}",
			"{\"error\": {\"code\": {\"a\": 1}}}", "{\"error\": {\"code\": \" \", \"details\": []}}",
			"{\"code\": \"NOT_FOUND\"}", "\u0000\u0001", "{\"error\": {\"code\": \"NOT_FOUND\"" })
	void errorWhoseBodyIsNotPineconesHasNoCode(String body) {
		PineconeAdminException error = error(404, body, HttpHeaders.EMPTY);
		assertThat(error).hasMessage(NO_CODE).hasNoCause();
		assertThat(error.getErrorCode()).isNull();
		assertThat(error.getServerMessage()).isNull();
		assertThat(error.getDetails()).isEmpty();
		assertThat(error.getRequestId()).isNull();
		assertThat(error.getRetryAfter()).isNull();
		assertThat(error.isNotFound()).isFalse();
		assertThat(error.isConflict()).isFalse();
	}

	@Test
	void errorWhoseBodyIsTooLargeHasNoCode() {
		assertThat(
				new Answer(Operation.FETCH_PROJECT, HttpStatusCode.valueOf(404), HttpHeaders.EMPTY, null).toException())
			.hasMessage(NO_CODE);
	}

	@Test
	void errorWhoseBodyIsDeeplyNestedHasNoCode() {
		assertThat(error(404, "{\"error\":".repeat(10_000), HttpHeaders.EMPTY)).hasMessage(NO_CODE);
	}

	@Test
	void messageOfErrorIsOneLineOfLimitedLength() {
		String message = "a\\nb" + "c".repeat(10_000);
		PineconeAdminException error = error(400, "{\"error\": {\"code\": \"X\", \"message\": \"" + message + "\"}}",
				HttpHeaders.EMPTY);
		assertThat(error.getMessage()).contains("400 X: a bccc").doesNotContain("\n").hasSizeLessThan(600);
		assertThat(error.getServerMessage()).startsWith("a\nb").hasSize(10_003);
	}

	@ParameterizedTest
	@CsvSource({ "404, NOT_FOUND, true", "404, FORBIDDEN, false", "410, NOT_FOUND, false" })
	void notFoundTakesStatusAndCode(int status, String code, boolean notFound) {
		assertThat(error(status, "{\"error\": {\"code\": \"" + code + "\"}}", HttpHeaders.EMPTY).isNotFound())
			.isEqualTo(notFound);
	}

	@ParameterizedTest
	@CsvSource({ "429, RESOURCE_EXHAUSTED, true", "429, QUOTA_EXCEEDED, false", "500, UNKNOWN, true",
			"501, UNIMPLEMENTED, false", "502, , true", "503, , true", "504, , true", "505, , false", "403, , false",
			"409, ABORTED, false", "302, , false", "799, , false" })
	void transientErrorsAreThoseThatPass(int status, @Nullable String code, boolean expected) {
		assertThat(error(status, "{\"error\": {\"code\": \"" + code + "\"}}", HttpHeaders.EMPTY).isTransient())
			.isEqualTo(expected);
	}

	/**
	 * Spring MVC would also handle a cause of the exception.
	 */
	@Test
	void errorDoesNotBecomeAStatusOfTheApplication() {
		PineconeAdminException error = error(404, "", HttpHeaders.EMPTY);
		MockMvc application = MockMvcBuilders.standaloneSetup(new FailingController(error)).build();
		assertThatExceptionOfType(ServletException.class).isThrownBy(() -> application.perform(get("/")))
			.havingCause()
			.isSameAs(error);
		assertThat(error).hasNoCause().hasNoSuppressedExceptions();
	}

	@Test
	void errorCanBeSerialized() throws Exception {
		PineconeAdminException error = error(404, "{\"error\": {\"code\": \"X\", \"details\": {\"a\": [1]}}}",
				HttpHeaders.EMPTY);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		new ObjectOutputStream(bytes).writeObject(error);
		Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
		assertThat(copy).isInstanceOfSatisfying(PineconeAdminException.class,
				(read) -> assertThat(read.getDetails()).isEqualTo(Map.of("a", List.of(1))));
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "5, 5", "' 5 ', 5", "00000000000000000007, 7", "1785000000, 999999999", "-1, ", "1.5, ",
			"soon, ", "'', " })
	void retryAfterIsSeconds(String value, @Nullable Long seconds) {
		HttpHeaders headers = new HttpHeaders();
		headers.set("Retry-After", value);
		assertThat(RetryAfter.of(headers)).isEqualTo((seconds != null) ? Duration.ofSeconds(seconds) : null);
	}

	@ParameterizedTest
	@CsvSource({ "90, 90", "-90, 0" })
	void retryAfterIsADateThatCountsFromThatOfTheAnswer(long offset, long seconds) {
		ZonedDateTime wrong = ZonedDateTime.of(2031, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
		HttpHeaders headers = new HttpHeaders();
		headers.setZonedDateTime("Date", wrong);
		headers.setZonedDateTime("Retry-After", wrong.plusSeconds(offset));
		assertThat(RetryAfter.of(headers)).isEqualTo(Duration.ofSeconds(seconds));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "yesterday" })
	void retryAfterIsADateThatCountsFromNowIfTheAnswerHasNone(String date) {
		HttpHeaders headers = new HttpHeaders();
		headers.set("Date", date);
		headers.set("Retry-After",
				DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusHours(2)));
		assertThat(RetryAfter.of(headers)).isBetween(Duration.ofHours(1), Duration.ofHours(2));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null" })
	void successWithoutBodyIsAnError(String body) {
		assertUnreadable(body, "it is empty");
	}

	@ParameterizedTest
	@ValueSource(strings = { " ", "[]", "<html>", "{", "17", "\"id\"",
			"{\"id\": \"a\", \"name\": \"b\", \"organization_id\": \"c\"} trailing" })
	void successWithAnotherBodyIsAnError(String body) {
		assertUnreadable(body, "it is not the expected JSON");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', value = { "{\"max_pods\": \"the-value\"}, max_pods is not valid",
			"{\"created_at\": \"the-value\"}, created_at is not valid",
			"{\"name\": {\"the-value\": 1}}, name is not valid", "{\"id\": \"the-value\"}, Project.name is missing" })
	void successWithAnInvalidFieldIsAnErrorThatNamesItWithoutItsValue(String body, String reason) {
		assertUnreadable(body, reason);
	}

	@Test
	void successThatIsTooLargeIsAnError() {
		assertThatExceptionOfType(PineconeAdminException.class)
			.isThrownBy(() -> new Answer(Operation.FETCH_PROJECT, HttpStatusCode.valueOf(200), HttpHeaders.EMPTY, null)
				.as(Project.class))
			.withMessageEndingWith("it is too large");
	}

	@Test
	void unknownFieldsAndValuesAreAccepted() {
		RoleBinding binding = success("""
				{"id": "1", "principal_type": "team", "principal_id": "2", "resource_type": "folder",
				"resource_id": "3", "role": "Caretaker", "created_at": "2026-04-10T15:23:00.123456789+02:00",
				"new": {"field": [1]}}""").as(RoleBinding.class);
		assertThat(binding.principalType()).isEqualTo(new PrincipalType("team")).hasToString("team");
		assertThat(binding.resourceType()).hasToString("folder");
		assertThat(binding.role()).isEqualTo(new Role("Caretaker")).hasToString("Caretaker");
		assertThat(binding.createdAt()).isEqualTo(Instant.parse("2026-04-10T13:23:00.123456789Z"));
		assertThat(success("{\"id\": \"1\", \"email\": \"2\", \"status\": \"bounced\"}").as(Invite.class).status())
			.isEqualTo(new InviteStatus("bounced"))
			.hasToString("bounced");
	}

	@Test
	void absentNumbersAndListsHaveDefaults() {
		Project project = success("{\"id\": \"1\", \"name\": \"2\", \"organization_id\": \"3\", \"max_pods\": null}")
			.as(Project.class);
		assertThat(project.maxPods()).isZero();
		assertThat(project.forceEncryptionWithCmek()).isFalse();
		assertThat(success("{\"id\": \"1\", \"name\": \"2\", \"project_id\": \"3\"}").as(ApiKey.class).roles())
			.isEmpty();
	}

	@Test
	void nullElementsAreLeftOut() {
		assertThat(success("{\"id\": \"1\", \"name\": \"2\", \"project_id\": \"3\", \"roles\": [null, \"A\", null]}")
			.as(ApiKey.class)
			.roles()).containsExactly(new Role("A")).isUnmodifiable();
		assertThat(success("{\"data\": [null, {\"id\": \"1\", \"email\": \"2\"}, null]}").asPage(User.class).items())
			.containsExactly(new User("1", "2", null))
			.isUnmodifiable();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"data\": null}", "{\"data\": []}", "{\"data\": [], \"pagination\": null}",
			"{\"data\": [], \"pagination\": {}}", "{\"data\": [], \"pagination\": {\"next\": null}}",
			"{\"data\": [], \"pagination\": {\"next\": \"\"}}" })
	void pageWithoutTokenIsTheLastOne(String body) {
		assertThat(success(body).asPage(User.class)).isEqualTo(new ResultPage<>(List.of(), null));
	}

	@Test
	void pageWithAnIncompleteItemIsAnError() {
		assertThatExceptionOfType(PineconeAdminException.class)
			.isThrownBy(() -> success("{\"data\": [{\"data\": []}]}").asPage(User.class))
			.withMessageEndingWith("the response cannot be read: User.id is missing");
	}

	/**
	 * Other clients' users read them unwrapped.
	 */
	@Test
	void unwrappedSecretIsAnError() {
		assertThatExceptionOfType(PineconeAdminException.class).isThrownBy(
				() -> success("{\"id\": \"1\", \"name\": \"2\", \"value\": \"the-secret\"}").as(ApiKeyWithSecret.class))
			.withMessageEndingWith("ApiKeyWithSecret.key is missing");
	}

	private static void assertUnreadable(String body, String reason) {
		assertThatExceptionOfType(PineconeAdminException.class).isThrownBy(() -> success(body).as(Project.class))
			.withMessage("GET /admin/projects/{project_id} failed because the response cannot be read: " + reason)
			.withNoCause()
			.satisfies((ex) -> {
				assertThat(ex.getStatusCode().value()).isEqualTo(200);
				assertThat(ex.getErrorCode()).isNull();
				assertThat(ex.isTransient()).isFalse();
			});
	}

	private static Answer success(String body) {
		return answer(200, body, HttpHeaders.EMPTY);
	}

	private static PineconeAdminException error(int status, String body, HttpHeaders headers) {
		return answer(status, body, headers).toException();
	}

	private static Answer answer(int status, String body, HttpHeaders headers) {
		return new Answer(Operation.FETCH_PROJECT, HttpStatusCode.valueOf(status), headers,
				body.getBytes(StandardCharsets.UTF_8));
	}

	@RestController
	static class FailingController {

		private final PineconeAdminException error;

		FailingController(PineconeAdminException error) {
			this.error = error;
		}

		@GetMapping("/")
		String fail() {
			throw this.error;
		}

	}

}
