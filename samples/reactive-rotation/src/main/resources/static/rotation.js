import uPlot from "./webjars/uplot/dist/uPlot.esm.js";

const SECONDS_SHOWN = 60;
const SECONDS_AHEAD = 20;
const LANES = 3;
const MAX_MILLIS = 1000;

const REDUCED_MOTION = matchMedia("(prefers-reduced-motion: reduce)").matches;
const MILLIS_PER_FRAME = REDUCED_MOTION ? 1000 : 50;

/** The server's events, in seconds of the server's clock. */
class Timeline {

	tokens = [];
	rotations = [];
	calls = [];
	#clockOffset;

	/** Synchronizes with the server's clock. */
	setTime(at) {
		this.#clockOffset ??= seconds(at) - Date.now() / 1000;
	}

	/** Returns the server's time, or undefined if it is not known yet. */
	now() {
		return this.#clockOffset !== undefined ? this.#clockOffset + Date.now() / 1000 : undefined;
	}

	addToken({ at, number, lifetime }) {
		const issuedAt = seconds(at);
		this.#replaceTokens(issuedAt);
		this.tokens.push({ number, issuedAt, replacedAt: Infinity, endsAt: issuedAt + lifetime });
	}

	/** A rotation revokes all tokens. */
	addRotation({ at, number }) {
		const rotatedAt = seconds(at);
		this.#replaceTokens(rotatedAt);
		for (const token of this.tokens) {
			token.endsAt = Math.min(token.endsAt, rotatedAt);
		}
		this.rotations.push({ number, rotatedAt });
	}

	addCall({ at, millis, failure }) {
		this.calls.push({ endedAt: seconds(at), millis, failed: failure !== null });
	}

	/** Forgets everything that ended earlier. */
	forget(before) {
		this.tokens = this.tokens.filter((token) => token.endsAt > before);
		this.rotations = this.rotations.filter((rotation) => rotation.rotatedAt > before);
		this.calls = this.calls.filter((call) => call.endedAt > before);
	}

	#replaceTokens(replacedAt) {
		for (const token of this.tokens) {
			token.replacedAt = Math.min(token.replacedAt, replacedAt);
		}
	}

}

let timeline = new Timeline();

const tokenPlot = plot("token-plot", {
	height: 132,
	y: { range: [0, LANES] },
	yAxis: { splits: () => [] },
	series: [{ show: false }],
	drawings: [drawTokens]
});
const callPlot = plot("call-plot", {
	height: 250,
	y: { distr: 3, range: [1, MAX_MILLIS] },
	yAxis: { splits: () => [1, 10, 100, MAX_MILLIS], values: (_, ticks) => ticks.map((tick) => `${tick} ms`) },
	xAxis: { label: "seconds ago" },
	series: [dots("--ok"), { show: false }],
	drawings: [drawFailedCalls]
});

listen();

setInterval(describe, 1000);
requestAnimationFrame(animate);

document.getElementById("rotate").addEventListener("click", rotate);

function listen() {
	const events = new EventSource("events");
	const on = (name, handle) => events.addEventListener(name, (event) => handle(JSON.parse(event.data)));
	events.addEventListener("error", () => {
		// A new connection starts with the recent events.
		timeline = new Timeline();
		show("shown", "Connection lost. Reconnecting.");
	});
	on("counters", (counters) => {
		timeline.setTime(counters.at);
		show("calls", counters.calls.toLocaleString("en"));
		show("failed-calls", counters.failedCalls.toLocaleString("en")).classList.toggle("bad", counters.failedCalls > 0);
		show("token-requests", counters.tokenRequests.toLocaleString("en"));
		show("rotations", counters.rotations.toLocaleString("en"));
	});
	on("token", (token) => timeline.addToken(token));
	on("rotation", (rotation) => timeline.addRotation(rotation));
	on("call", (call) => timeline.addCall(call));
}

/** Sets a text only if it changes, so that screen readers do not repeat it. */
function show(id, text) {
	const element = document.getElementById(id);
	if (element.textContent !== text) {
		element.textContent = text;
	}
	return element;
}

/** The response arrives after the rotation. The button keeps the focus until then. */
async function rotate({ currentTarget: button }) {
	if (button.ariaDisabled === "true") {
		return;
	}
	const label = button.textContent;
	button.ariaDisabled = "true";
	button.textContent = "Waiting for the rotation …";
	try {
		await fetch("rotations", { method: "POST" });
	}
	finally {
		button.ariaDisabled = null;
		button.textContent = label;
	}
}

/** Describes the plots in words. */
function describe() {
	const now = timeline.now();
	if (now === undefined) {
		return;
	}
	const { tokens, rotations, calls } = timeline;
	const failedCalls = calls.filter((call) => call.failed);
	show("shown", `In the last ${SECONDS_SHOWN} seconds: ${some(calls, "call")}, ${failedCalls.length} of them failed; `
		+ `${some(tokens, "token")}; ${some(rotations, "rotation")}.`);
}

function animate(frame, drawnAt = -Infinity) {
	const due = frame - drawnAt >= MILLIS_PER_FRAME;
	if (due) {
		draw();
	}
	requestAnimationFrame((next) => animate(next, due ? frame : drawnAt));
}

function draw() {
	const now = timeline.now();
	if (now === undefined) {
		return;
	}
	timeline.forget(now - SECONDS_SHOWN);
	const x = timeline.calls.map((call) => call.endedAt - now);
	const y = (failed) => timeline.calls.map((call) => call.failed === failed ? clamp(call.millis, 1, MAX_MILLIS) : null);
	callPlot.setData([x, y(false), y(true)]);
	tokenPlot.redraw();
}

/** Creates a plot from the past to the near future, as wide as its element. */
function plot(id, { height, y, yAxis, xAxis, series, drawings }) {
	const element = document.getElementById(id);
	const size = () => ({ width: Math.max(element.clientWidth, 1), height });
	const splits = range(-SECONDS_SHOWN, SECONDS_AHEAD, 10);
	const created = new uPlot({
		...size(),
		padding: [8, 16, 0, 0],
		cursor: { show: false },
		legend: { show: false },
		scales: { x: { time: false, range: [-SECONDS_SHOWN, SECONDS_AHEAD] }, y },
		axes: [
			axis({ splits: () => splits, values: () => splits.map(ago), size: 32, labelSize: 20, ...xAxis }),
			axis({ size: 76, ...yAxis })
		],
		series: [{}, ...series],
		hooks: { drawClear: [drawFuture], draw: [drawNow, ...drawings, drawRotations] }
	}, [[], ...series.map(() => [])], element);
	new ResizeObserver(() => created.setSize(size())).observe(element);
	return created;
}

function axis(options) {
	const stroke = () => colour("--muted");
	const line = { stroke: () => colour("--line"), width: 1 };
	return { font: font(13), labelFont: font(13), stroke, grid: line, ticks: line, gap: 4, ...options };
}

function dots(name) {
	const fill = () => colour(name);
	return { paths: () => null, points: { show: true, size: 6, width: 0, fill, stroke: fill } };
}

function drawFuture(u) {
	const { ctx } = u;
	const [left, right] = [xOf(u, 0), xOf(u, SECONDS_AHEAD)];
	ctx.fillStyle = colour("--ahead");
	ctx.fillRect(left, u.bbox.top, right - left, u.bbox.height);
}

function drawNow(u) {
	drawLine(u, 0, colour("--muted"), 1, []);
}

function drawRotations(u) {
	const now = timeline.now();
	for (const { rotatedAt } of timeline.rotations) {
		drawLine(u, rotatedAt - now, colour("--rotation"), 2.5, [6, 3]);
	}
}

function drawTokens(u) {
	const now = timeline.now();
	for (const token of timeline.tokens) {
		drawToken(u, token, now);
	}
}

/** Draws a token's lifetime as a bar, with its number and a mark at its start. */
function drawToken(u, { number, issuedAt, replacedAt, endsAt }, now) {
	const { ctx } = u;
	const lane = number % LANES;
	const top = u.valToPos(LANES - lane - 0.35, "y", true);
	const bottom = u.valToPos(LANES - lane - 0.95, "y", true);
	const bar = (from, to, fill) => {
		const left = Math.max(xOf(u, from - now), u.bbox.left);
		ctx.fillStyle = fill;
		ctx.fillRect(left, top, Math.max(xOf(u, to - now) - left, 0), bottom - top);
	};
	const inUseUntil = Math.min(replacedAt, endsAt, now);
	bar(issuedAt, endsAt, colour("--spare"));
	bar(issuedAt, inUseUntil, colour("--in-use"));
	if (issuedAt <= now - SECONDS_SHOWN) {
		return;
	}
	const left = xOf(u, issuedAt - now);
	drawRenewal(ctx, left, top);
	const label = `#${number}`;
	ctx.font = font(12, uPlot.pxRatio);
	if (xOf(u, inUseUntil - now) - left > ctx.measureText(label).width + px(12)) {
		ctx.fillStyle = colour("--in-use-text");
		ctx.textAlign = "left";
		ctx.textBaseline = "middle";
		ctx.fillText(label, left + px(8), (top + bottom) / 2);
	}
}

function drawRenewal(ctx, x, y) {
	ctx.fillStyle = colour("--text");
	ctx.beginPath();
	ctx.moveTo(x - px(6), y - px(9));
	ctx.lineTo(x + px(6), y - px(9));
	ctx.lineTo(x, y + px(1));
	ctx.fill();
}

function drawFailedCalls(u) {
	const { ctx } = u;
	const [xs, , ys] = u.data;
	ctx.strokeStyle = colour("--failed");
	ctx.lineWidth = px(2.5);
	ctx.beginPath();
	xs.forEach((value, i) => {
		if (ys[i] !== null) {
			const [x, y, arm] = [xOf(u, value), u.valToPos(ys[i], "y", true), px(5)];
			ctx.moveTo(x - arm, y - arm);
			ctx.lineTo(x + arm, y + arm);
			ctx.moveTo(x + arm, y - arm);
			ctx.lineTo(x - arm, y + arm);
		}
	});
	ctx.stroke();
}

function drawLine(u, value, stroke, width, dash) {
	const { ctx } = u;
	const x = xOf(u, value);
	ctx.save();
	ctx.strokeStyle = stroke;
	ctx.lineWidth = px(width);
	ctx.setLineDash(dash.map(px));
	ctx.beginPath();
	ctx.moveTo(x, u.bbox.top);
	ctx.lineTo(x, u.bbox.top + u.bbox.height);
	ctx.stroke();
	ctx.restore();
}

function xOf(u, value) {
	return u.valToPos(value, "x", true);
}

function px(value) {
	return value * uPlot.pxRatio;
}

function font(size, ratio = 1) {
	return `${size * ratio}px system-ui, sans-serif`;
}

function colour(name) {
	return getComputedStyle(document.documentElement).getPropertyValue(name);
}

function some(things, name) {
	return `${things.length} ${name}${things.length === 1 ? "" : "s"}`;
}

function ago(second) {
	return second === 0 ? "now" : second < 0 ? `${-second}` : `in ${second}`;
}

function seconds(instant) {
	return Date.parse(instant) / 1000;
}

function clamp(value, min, max) {
	return Math.min(Math.max(value, min), max);
}

function range(from, to, step) {
	return Array.from({ length: (to - from) / step + 1 }, (_, i) => from + i * step);
}
