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

import java.time.Duration;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page, in a browser. Skipped if none is installed.
 */
@EnabledIf(value = "io.github.pineconeoauth.samples.rotation.Chromium#isInstalled", disabledReason = Chromium.MISSING)
@ReactiveRotationTest
@TestPropertySource(properties = "logging.level.org.openqa.selenium=error")
@TestInstance(Lifecycle.PER_CLASS)
class PageTests {

	private final ChromeDriver browser = Chromium.start();

	@LocalServerPort
	private int port;

	@Autowired
	private Timeline timeline;

	@BeforeEach
	void open() {
		this.browser.get(url());
		await().until(() -> !text("calls").equals("–"));
	}

	@AfterAll
	void quit() {
		this.browser.quit();
	}

	@Test
	void pageShowsRotationThatFailsNoCallAndThenAFailedCall() {
		WebElement button = this.browser.findElement(By.id("rotate"));
		Object whileItWaits = this.browser
			.executeScript("arguments[0].focus(); arguments[0].click(); return arguments[0].ariaDisabled", button);
		assertThat(whileItWaits).isEqualTo("true");
		await().until(() -> button.getDomAttribute("aria-disabled") == null);
		assertThat(this.browser.switchTo().activeElement()).isEqualTo(button);
		await()
			.untilAsserted(() -> assertThat(text("shown")).endsWith(" calls, 0 of them failed; 2 tokens; 1 rotation."));
		await().until(() -> text("rotations").equals("1") && text("token-requests").equals("2"));
		assertThat(text("failed-calls")).isEqualTo("0");
		this.timeline.callEnded(Duration.ofMillis(300), "503");
		await().until(() -> text("failed-calls").equals("1"));
		await()
			.untilAsserted(() -> assertThat(text("shown")).endsWith(" calls, 1 of them failed; 2 tokens; 1 rotation."));
	}

	@Test
	void pageDrawsPlotsWithNothingFromElsewhereAndLogsNothing() {
		assertThat(this.browser.findElements(By.cssSelector("#token-plot canvas, #call-plot canvas"))).hasSize(2)
			.allMatch(WebElement::isDisplayed);
		Object requests = this.browser
			.executeScript("return performance.getEntriesByType('resource').map((entry) => entry.name)");
		assertThat(requests).asInstanceOf(InstanceOfAssertFactories.list(String.class))
			.anyMatch((request) -> request.contains("/webjars/uplot/"))
			.allMatch((request) -> request.startsWith(url()) || request.startsWith("data:"));
		assertThat(this.browser.manage().logs().get(LogType.BROWSER)).extracting(LogEntry::getMessage).isEmpty();
	}

	private String url() {
		return "http://localhost:" + this.port + "/";
	}

	private String text(String id) {
		return this.browser.findElement(By.id(id)).getText();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(40));
	}

}
