// page.mjs -- the login page of the test provider: one button per test person. No script, no outside resource.

const escaped = (text) => String(text ?? '').replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const STYLE = `
	body { font: 1.1875rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 40rem; padding: 1rem; color: #0b0c0c; background: #fff }
	ul { list-style: none; padding: 0 }
	button { font: inherit; width: 100%; padding: .75rem 1rem; margin: 0 0 .75rem; text-align: left; color: inherit;
		background: #f3f2f1; border: 2px solid #505a5f; border-radius: 4px; cursor: pointer }
	button:hover { background: #e5e3e1 }
	button:focus-visible, input:focus-visible, summary:focus-visible { outline: 4px solid #0b0c0c; outline-offset: 2px }
	button strong, button span { display: block }
	.message { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; border: 2px solid #0b0c0c; padding: 1rem }
	.note { border-left: 6px solid #505a5f; padding-left: 1rem }
	fieldset { border: 0; padding: 0; margin: 1rem 0 } label { margin-left: .5rem }
	fieldset div { padding: .25rem 0 } input { width: 1.25rem; height: 1.25rem; vertical-align: middle }`;

// What a test can ask to go wrong; the names are the values of the field "fault".
export const FAULTS = {
	none: 'Inget',
	'wrong-nonce': 'Svaret hör till en annan inloggning (nonce)',
	'weak-level': 'Legitimationen har för låg tillitsnivå',
	'another-person': 'Någon annan än den som efterfrågas godtas ändå',
	'no-signature': 'Underskriften uteblir ur svaret',
	failed: 'Leverantören svarar att något gick fel',
	unavailable: 'Leverantören slutar svara efter inloggningen',
};

const personButton = (person) => `<li><button name="who" value="${escaped(person.login)}">
	<strong>${escaped(person.given_name)} ${escaped(person.family_name)}</strong>
	<span>${escaped(person.personal_number ?? person.staff_id)} – ${escaped(person.about)}</span></button></li>`;

const faultChoice = ([value, words]) => `<div><input type="radio" name="fault" id="fault-${value}" value="${value}"${
	value === 'none' ? ' checked' : ''}><label for="fault-${value}">${escaped(words)}</label></div>`;

const frame = (title, main) => `<!doctype html>
<html lang="sv">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title><style>${STYLE}</style></head>
<body><main>${main}</main></body>
</html>
`;

// `message` is what is signed or approved; absent for a login.
export const loginPage = (people, message) => frame(`${message ? 'Skriv under' : 'Välj testperson'} – Test-eID`, `
<h1>${message ? 'Skriv under som testperson' : 'Välj testperson'}</h1>
<p class="note">Det här är en påhittad e-legitimation för prov. Personerna finns inte; numren är Skatteverkets testnummer.</p>
${message ? `<pre class="message">${escaped(message)}</pre>` : ''}
<form method="post">
<ul>${people.map(personButton).join('\n')}</ul>
<p><button name="cancel" value="yes">Avbryt</button></p>
<details><summary>För prov: låt något gå fel</summary>
<fieldset><legend>Vad ska gå fel?</legend>${Object.entries(FAULTS).map(faultChoice).join('\n')}</fieldset></details>
</form>`);

export const errorPage = (code, description) => frame('Inloggningen kan inte fortsätta – Test-eID', `
<h1>Inloggningen kan inte fortsätta</h1>
<p>Gå tillbaka till e-tjänsten och börja om.</p>
<p>${escaped(code)}${description ? `: ${escaped(description)}` : ''}</p>`);
