// Lets cards be reviewed without a connection. Keeps our static files, the review page and its cards: nothing else.
const VERSION = {{ version|tojson }};
const FILES = {{ files|tojson }};
const STATIC = `quizapp-static-${VERSION}`;
// A person's page, cards and pictures: one cache of their own, by their marker.
const PERSONAL = "quizapp-cards-";
const PATIENCE = 3000;
// Whoever sends a form to one of these may be somebody else after it.
const CHANGES = /^\/(?:sign-out|sign-in|sign-up|account|identity|invitations|reset)/;

addEventListener("install", (event) => {
  event.waitUntil(install().then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(tidy().then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST") {
    if (CHANGES.test(pathname)) event.waitUntil(forget(""));
  } else if (pathname === "/review" || pathname === "/review/cards.json") {
    event.respondWith(freshOrKept(event, request, pathname));
  } else if (pathname.startsWith("/static/") || pathname.startsWith("/bootstrap/static/")) {
    event.respondWith(keptOrFresh(request));
  } else if (/^\/articles\/[^/]+\/pictures\//.test(pathname)) {
    event.respondWith(picture(request));
  }
});

async function install() {
  const cache = await caches.open(STATIC);
  await cache.addAll(FILES);
  // As everyone sees it: what is kept names nobody.
  const page = await fetch("/offline", { credentials: "omit" });
  if (page.ok) await cache.put("/offline", page);
}

// A page that was kept asks for files of its own version: only once it was fetched anew do they go.
async function tidy() {
  const renewed = await Promise.all((await personal()).map(renew));
  if (renewed.includes(false)) return;
  for (const name of await caches.keys()) {
    if (name.startsWith("quizapp-static-") && name !== STATIC) await caches.delete(name);
  }
}

// Whether every page in a cache is of this version now.
async function renew(name) {
  const cache = await caches.open(name);
  const pages = (await cache.keys()).filter(({ url }) => new URL(url).pathname === "/review");
  const responses = await Promise.all(pages.map(({ url }) => reach(url)));
  await Promise.all(responses.map((response, place) => response && keep(pages[place].url, response)));
  return responses.every(Boolean);
}

async function personal() {
  return (await caches.keys()).filter((name) => name.startsWith(PERSONAL));
}

// What was kept of people, but for the one with this marker.
async function forget(marker) {
  for (const name of await personal()) {
    if (name !== PERSONAL + marker) await caches.delete(name);
  }
}

async function keep(address, response) {
  const marker = response.headers.get("X-Reviewer");
  if (!response.ok || !marker) return;
  await forget(marker);
  // A page without a card is of no use later; one that begins with a certain card is for this moment alone.
  if (response.headers.get("X-Cards") === "none" || /[?&](?:card|show|aside)=/.test(address)) return;
  await (await caches.open(PERSONAL + marker)).put(address, response);
}

async function reach(request) {
  try {
    return await fetch(request);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

async function freshOrKept(event, request, pathname) {
  const fetched = reach(request);
  event.waitUntil(fetched.then((response) => response && keep(request.url, response.clone())));
  const patience = new Promise((resolve) => { setTimeout(resolve, PATIENCE, null); });
  const response = await Promise.race([fetched, patience]);
  if (response && response.status < 500) return response;
  return (await kept(request, pathname)) ?? (await fetched) ?? missing(request);
}

async function kept(request, pathname) {
  for (const name of await personal()) {
    const cache = await caches.open(name);
    const found = await cache.match(request) ?? await cache.match(pathname, { ignoreSearch: true });
    if (found) return found;
  }
  return null;
}

async function missing(request) {
  return (request.mode === "navigate" && await caches.match("/offline")) || Response.error();
}

async function keptOrFresh(request) {
  const found = await caches.match(request);
  if (found) return found;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(STATIC)).put(request, response.clone());
  return response;
}

async function picture(request) {
  return (await reach(request)) ?? (await kept(request, request.url)) ?? Response.error();
}
