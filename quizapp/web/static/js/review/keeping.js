// What this device keeps for a time without a connection: the cards as they stand, their pictures, the page itself.

const PREFIX = "quizapp-cards-";

export async function startKeeping(page) {
  if (!navigator.serviceWorker || !globalThis.caches) return;
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== PREFIX + page.person) await caches.delete(name);
  }
  if (!(await quietly(navigator.serviceWorker.register(page.worker, { updateViaCache: "none" })))) return;
  await navigator.serviceWorker.ready;
  const cache = await cacheOf(page);
  if (!page.isOpen || (await cache.match(location.pathname))) return;
  // This page came before there was a worker that would have kept it.
  const response = await quietly(fetch(location.pathname));
  const isOfUse = response?.ok && response.headers.get("X-Reviewer") === page.person && !response.headers.get("X-Cards");
  if (isOfUse) await cache.put(location.pathname, response);
}

// Nothing stays on the device of one who is no longer here.
export async function forgetAll(page) {
  page.isGone = true;
  if (globalThis.caches) await caches.delete(PREFIX + page.person);
}

// The cards as they stand, in place of those that the server told last.
export async function keepCards(page, told) {
  if (!globalThis.caches || page.isGone) return;
  const cache = await cacheOf(page);
  const headers = { "Content-Type": "application/json" };
  await quietly(cache.put(page.cards, new Response(JSON.stringify({ person: page.person, ...told }), { headers })));
  for (const address of pictures(told.cards)) {
    if (!(await cache.match(address))) await quietly(cache.add(address));
  }
}

function cacheOf(page) {
  return caches.open(PREFIX + page.person);
}

function pictures(cards) {
  const held = document.createElement("template");
  held.innerHTML = cards.map(({ front, back }) => front + back).join("");
  const found = [...held.content.querySelectorAll("img")].map((image) => image.getAttribute("src"));
  return new Set(found.filter((address) => address?.startsWith("/")));
}

// Without a connection there is nothing to keep; and a full or locked device keeps nothing.
async function quietly(promise) {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return null;
    throw error;
  }
}
