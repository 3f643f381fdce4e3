// form.mjs -- says at a question of a form page, when it is left, what the server would say after sending: same engine, same words,
// same markup (services/base/field.c). It only ever adds and removes that message. Nothing is held back from being sent, and without
// this script, or when the engine cannot be loaded, the page is what it was.
import { load } from "./engine.mjs";

const page = document.querySelector("[data-form]");
const form = page?.querySelector("form");

async function open() {
	const { form: id, version, answers, today } = page.dataset;
	const definition = await fetch(`/api/v1/forms/${encodeURIComponent(id)}?version=${encodeURIComponent(version)}`);
	if (!definition.ok) throw new Error(`the definition cannot be fetched: ${definition.status}`);
	return load(new URL("./engine.wasm", import.meta.url), await definition.text(), { answers, today, language: document.documentElement.lang });
}

let engine;
/** The form in the engine, from the first time it is needed; undefined when there is none. */
function started() {
	engine ??= open().catch((error) => void console.warn(`Answers are checked when they are sent: ${error.message}`));
	return engine;
}

/**
 * A question on the page: its pointer, and the element that holds label, hint, message and controls. A group of questions, such as
 * an address, is one as well, with messages of its own beside those of its parts.
 */
function questionOf(control) {
	if (!control.name?.startsWith("/")) return undefined;
	const date = control.closest(".govuk-date-input");
	const element = (date ?? control).closest(".govuk-form-group");
	return { pointer: date ? control.name.replace(/\.[a-z]+$/, "") : control.name, element, whole: true };
}

function groupOf({ pointer, element }) {
	const group = element.parentElement.closest(".govuk-form-group");
	return group && { pointer: pointer.replace(/\/[^/]*$/, ""), element: group, whole: false };
}

const idOf = ({ pointer }) => `f${pointer.replaceAll("/", "-")}`;
const messageOf = (question) => document.getElementById(`${idOf(question)}-error`);

function errorOf({ pointer, whole }, errors) {
	return errors.find(({ at }) => at === pointer || (whole && at.startsWith(`${pointer}/`)))?.text;
}

const announcement = document.createElement("div");

function describe(question, text) {
	const { element, whole } = question;
	const id = idOf(question);
	const fieldset = element.querySelector(":scope > fieldset");
	const hint = document.getElementById(`${id}-hint`);
	const described = fieldset ?? document.getElementById(id);
	const ids = [hint?.id, text && `${id}-error`].filter(Boolean);
	element.classList.toggle("govuk-form-group--error", Boolean(text));
	if (ids.length) described.setAttribute("aria-describedby", ids.join(" "));
	else described.removeAttribute("aria-describedby");
	if (!fieldset && text) described.setAttribute("aria-invalid", "true");
	if (!fieldset && !text) described.removeAttribute("aria-invalid");
	for (const kind of whole ? ["govuk-input", "govuk-textarea"] : [])
		for (const control of element.querySelectorAll(`.${kind}`)) control.classList.toggle(`${kind}--error`, Boolean(text));
	return { within: fieldset ?? element, hint };
}

function show(question, text) {
	if (messageOf(question)?.lastChild.data === ` ${text}`) return;
	messageOf(question)?.remove();
	const { within, hint } = describe(question, text);
	const message = document.createElement("p");
	const prefix = document.createElement("span");
	message.className = "govuk-error-message";
	message.id = `${idOf(question)}-error`;
	prefix.className = "govuk-visually-hidden";
	prefix.textContent = page.dataset.errorPrefix;
	message.append(prefix, ` ${text}`);
	const before = hint ?? within.querySelector(":scope > legend, :scope > h1, :scope > label");
	if (before) before.after(message);
	else within.prepend(message);
	announcement.textContent = text;
}

function hide(question) {
	if (!messageOf(question)) return;
	describe(question, undefined);
	messageOf(question).remove();
	announcement.textContent = "";
}

// While a finger or button is down nothing may move: what it is about to press would slip away from under it.
let pressed = false;
let waiting = [];
function whenCalm(change) {
	if (pressed) waiting.push(change);
	else change();
}
function calm() {
	setTimeout(() => {
		pressed = false;
		for (const change of waiting.splice(0)) change();
	});
}

/** What the server would say on this page about the answers that stand there now. */
async function check(then) {
	const checked = await started();
	if (!checked) return;
	whenCalm(() => {
		try {
			const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
			checked.answer(page.dataset.page, new URLSearchParams(fields));
			then(checked.errors(page.dataset.page));
		} catch (error) {
			engine = Promise.resolve(undefined);
			console.warn(`Answers are checked when they are sent: ${error.message}`);
		}
	});
}

const questions = () => [...form.elements].map(questionOf).filter(Boolean).flatMap((question) => [question, groupOf(question)]).filter(Boolean);

/** Takes away every message that is answered by now. */
function retract(errors) {
	for (const question of questions()) if (!errorOf(question, errors)) hide(question);
}

/** Questions that were answered and left, by their elements: what is wrong with one may change with another. */
const left = new Map();

/** Says what is wrong with what was left, or that nothing is any more. */
function settle(leaving) {
	for (const question of leaving) left.set(question.element, question);
	check((errors) => {
		retract(errors);
		for (const question of left.values()) {
			const text = errorOf(question, errors);
			if (text) show(question, text);
		}
	});
}

const touched = new Set();

/** The question of a control and its group, as far as something was answered there. */
const touchedOf = (control) => {
	const question = questionOf(control);
	return [question, question && groupOf(question)].filter((one) => one && touched.has(one.element));
};

function listen() {
	announcement.className = "govuk-visually-hidden";
	announcement.setAttribute("role", "status");
	page.append(announcement);
	form.addEventListener("focusin", started, { once: true });
	form.addEventListener("input", ({ target }) => {
		const question = questionOf(target);
		for (const one of [question, question && groupOf(question)]) if (one) touched.add(one.element);
		if (questions().some(messageOf)) check(retract);
	});
	form.addEventListener("change", ({ target }) => {
		if (target.type === "radio" || target.type === "checkbox") settle(touchedOf(target).filter(({ whole }) => whole));
	});
	form.addEventListener("focusout", ({ target, relatedTarget }) => {
		const leaving = touchedOf(target).filter(({ element }) => !element.contains(relatedTarget));
		if (leaving.length) settle(leaving);
	});
	document.addEventListener("pointerdown", () => (pressed = true), true);
	document.addEventListener("pointerup", calm, true);
	document.addEventListener("pointercancel", calm, true);
}

if (form) listen();
