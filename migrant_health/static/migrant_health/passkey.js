// Passkeys: the one thing a browser can do by script only. Pages work without this file by code.
// A form with data-passkey="get", "create" or "login" asks the device, puts the answer into its
// hidden field and sends itself. Options stand in the form's JSON, or come from the address "login".
"use strict";

const toBytes = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withBytes = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));

const asked = async (form) => {
  if (form.dataset.passkey !== "login") {
    return JSON.parse(form.querySelector("script[type='application/json']").textContent).publicKey;
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options.publicKey;
};

const created = async (options) => {
  options.challenge = toBytes(options.challenge);
  options.user.id = toBytes(options.user.id);
  options.excludeCredentials = withBytes(options.excludeCredentials);
  // Kept on the device where it can, it opens the login without a password, too.
  options.authenticatorSelection = {
    ...options.authenticatorSelection, residentKey: "preferred", requireResidentKey: false,
  };
  const key = await navigator.credentials.create({ publicKey: options });
  return {
    key,
    response: {
      clientDataJSON: toText(key.response.clientDataJSON),
      attestationObject: toText(key.response.attestationObject),
      transports: key.response.getTransports ? key.response.getTransports() : [],
    },
  };
};

const got = async (options) => {
  options.challenge = toBytes(options.challenge);
  options.allowCredentials = withBytes(options.allowCredentials);
  const key = await navigator.credentials.get({ publicKey: options });
  const handle = key.response.userHandle;
  return {
    key,
    response: {
      clientDataJSON: toText(key.response.clientDataJSON),
      authenticatorData: toText(key.response.authenticatorData),
      signature: toText(key.response.signature),
      userHandle: handle ? toText(handle) : null,
    },
  };
};

const send = async (form) => {
  const options = await asked(form);
  const { key, response } = await (form.dataset.passkey === "create" ? created : got)(options);
  const credential = {
    id: key.id,
    rawId: toText(key.rawId),
    type: key.type,
    authenticatorAttachment: key.authenticatorAttachment,
    clientExtensionResults: key.getClientExtensionResults(),
    response,
  };
  form.querySelector("input[name$='credential']").value = JSON.stringify(credential);
  form.submit();
};

for (const form of window.PublicKeyCredential ? document.querySelectorAll("[data-passkey]") : []) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const failed = form.querySelector("[role='alert']");
    failed.hidden = true;
    send(form).catch(() => { failed.hidden = false; });
  });
}
