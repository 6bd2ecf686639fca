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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;

import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Chromium without a window. The browser and its driver are those on the {@code PATH}:
 * nothing is downloaded.
 */
final class Chromium {

	static final String MISSING = "The page is not tested, since chromium or chromedriver is not on the PATH."
			+ " On Debian: apt-get install chromium chromium-driver";

	private static final Optional<File> browser = find("chromium");

	private static final Optional<File> driver = find("chromedriver");

	private Chromium() {
	}

	/**
	 * Return whether there is a browser, and say so where people see it if there is none.
	 */
	static boolean isInstalled() {
		boolean installed = browser.isPresent() && driver.isPresent();
		if (!installed) {
			System.out.println(MISSING);
		}
		return installed;
	}

	static ChromeDriver start() {
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(driver.orElseThrow())
			.usingAnyFreePort()
			.build();
		return new ChromeDriver(service, options());
	}

	private static ChromeOptions options() {
		LoggingPreferences logging = new LoggingPreferences();
		logging.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions().setBinary(browser.orElseThrow())
			.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
					"--disable-background-networking", "--disable-component-update", "--disable-sync",
					"--window-size=1200,1000", "--user-data-dir=" + newDirectory());
		options.setCapability(ChromeOptions.LOGGING_PREFS, logging);
		return options;
	}

	private static Path newDirectory() {
		try {
			return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "chromium-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Optional<File> find(String executable) {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.map((directory) -> new File(directory, executable))
			.filter(File::canExecute)
			.findFirst();
	}

}
