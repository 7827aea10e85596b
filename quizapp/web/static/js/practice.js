// A question of practice.
import "./attempt.js";
import { forgetAll, startDrafts } from "./drafts.js";
import { startSending } from "./sending.js";
import { startSource } from "./source.js";

const settled = document.querySelector("[data-settled]");
if (settled) forgetAll(settled.dataset.settled);
startDrafts(document.querySelector("[data-draft]"));
startSending(document.querySelector("[data-draft]"));
startSource(document.querySelector("[data-source]"));
