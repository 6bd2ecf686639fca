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

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.MethodMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page, in a browser. Skipped where there is none.
 */
@EnabledIf(value = "io.github.pineconeoauth.samples.rotation.Chromium#isInstalled", disabledReason = Chromium.MISSING)
@ReactiveRotationTest
@DirtiesContext
class PageTests {

	private static final int IN_USE = 0x2563C9;

	private static final int SPARE = 0xBCD0F2;

	private static final int ROTATION = 0xB4540A;

	private static final int OK = 0x14804A;

	private static final int FAILED = 0xC81E2B;

	@LocalServerPort
	private int port;

	@Autowired
	private Timeline timeline;

	private ChromeDriver browser;

	@BeforeEach
	void open() {
		this.browser = Chromium.start();
		this.browser.get(url());
	}

	@AfterEach
	void quit() {
		this.browser.quit();
	}

	@Test
	@DirtiesContext(methodMode = MethodMode.BEFORE_METHOD)
	void pagePlotsRotationThatNoCallNotices() throws IOException {
		await().until(() -> hasPixels("#token-plot", IN_USE, SPARE) && hasPixels("#call-plot", OK));
		assertThat(pixels("#call-plot")).doesNotContain(ROTATION, FAILED);
		WebElement button = this.browser.findElement(By.id("rotate"));
		Object whileItWaits = this.browser
			.executeScript("arguments[0].focus(); arguments[0].click(); return arguments[0].ariaDisabled", button);
		assertThat(whileItWaits).isEqualTo("true");
		await().until(() -> text("#rotations").equals("1"));
		await().until(() -> button.getDomAttribute("aria-disabled") == null);
		assertThat(this.browser.switchTo().activeElement()).isEqualTo(button);
		await().until(() -> hasPixels("#token-plot", ROTATION) && hasPixels("#call-plot", ROTATION));
		await().until(() -> text("#shown").matches(".* calls, 0 of them failed; [2-9] tokens; 1 rotation\\."));
		takeScreenshot();
		assertThat(text("#failed-calls")).isEqualTo("0");
		assertThat(Integer.parseInt(text("#calls"))).isGreaterThan(10);
		assertThat(Integer.parseInt(text("#token-requests"))).isGreaterThan(1);
		assertThat(pixels("#call-plot")).contains(OK).doesNotContain(FAILED);
	}

	@Test
	void pageShowsFailedCall() {
		this.timeline.callEnded(Duration.ofMillis(300), "503");
		await().until(() -> hasPixels("#call-plot", OK, FAILED));
		await().until(() -> !text("#failed-calls").equals("0"));
	}

	@Test
	void pageNeedsNothingFromElsewhereAndLogsNothing() {
		await().until(() -> hasPixels("#call-plot", OK));
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

	private String text(String selector) {
		return this.browser.findElement(By.cssSelector(selector)).getText();
	}

	private boolean hasPixels(String selector, int... colours) throws IOException {
		List<Integer> pixels = pixels(selector);
		return IntStream.of(colours).allMatch(pixels::contains);
	}

	/**
	 * Return the colours of an element.
	 */
	private List<Integer> pixels(String selector) throws IOException {
		byte[] png = this.browser.findElement(By.cssSelector(selector)).getScreenshotAs(OutputType.BYTES);
		BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
		return IntStream.of(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
			.map((pixel) -> pixel & 0xFFFFFF)
			.distinct()
			.boxed()
			.toList();
	}

	private void takeScreenshot() throws IOException {
		Files.write(Path.of("target", "screenshot.png"), this.browser.getScreenshotAs(OutputType.BYTES));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(40));
	}

}
