// Pages work without this file. It only saves a few presses: what went wrong gets the focus after
// htmx brought it, and an open menu closes by Escape or a click elsewhere.
"use strict";

document.addEventListener("htmx:afterSwap", (event) => {
  const summary = event.target.querySelector(".error-summary");
  if (summary) summary.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
