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

package io.github.pineconeoauth.samples.inventory;

import java.util.List;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.admin.PineconeAdmin;
import io.github.pineconeoauth.admin.PineconeAdminException;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;

/**
 * Prints the inventory or an error message.
 */
@Component
class InventoryRunner implements ApplicationRunner, ExitCodeGenerator {

	private static final List<String> HEADER = List.of("ORGANIZATION", "PROJECT", "API KEY", "ROLES");

	private final PineconeAdmin admin;

	private final AccessToken accessToken;

	private int exitCode;

	InventoryRunner(PineconeAdmin admin, AccessToken accessToken) {
		this.admin = admin;
		this.accessToken = accessToken;
	}

	@Override
	public void run(ApplicationArguments args) {
		try {
			print(Inventory.of(this.admin));
		}
		catch (PineconeAuthorizationException ex) {
			fail("No access token: " + ex.getMessage());
		}
		catch (PineconeAdminException ex) {
			fail("Error from the Admin API: " + ex.getMessage());
		}
		catch (ResourceAccessException ex) {
			fail("No response from the Admin API: " + ex.getMessage());
		}
	}

	@Override
	public int getExitCode() {
		return this.exitCode;
	}

	private void print(Inventory inventory) {
		System.out.println(new Table(HEADER, inventory.rows().stream().map(Row::cells).toList()));
		System.out.println();
		System.out.println("Total: " + inventory.total());
		System.out.println("Access token: " + this.accessToken.lifetimeLeft() + " left");
	}

	private void fail(String reason) {
		System.err.println(reason);
		this.exitCode = 1;
	}

}
