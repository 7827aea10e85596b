// Sends fields without leaving the page.

// What outlives its page may weigh 64 KiB, with what else is on its way; more is refused as if there were no connection.
const MOST_KEPT_ALIVE = 48_000;
let asked = 0;
// What stands around each field.
const PART = 160;

// The server's answer; null when it could not be reached, or can't answer now. `form` holds the token of the visit.
export async function post(form, address, body) {
  const token = form.elements.csrf_token;
  body.set("csrf_token", token.value);
  const answer = await send(address, body);
  if (!answer?.token) return answer;
  // The visit was opened anew; with its new token the same fields are taken.
  token.value = answer.token;
  body.set("csrf_token", answer.token);
  return send(address, body);
}

function weight(body) {
  return [...body].reduce((sum, [name, value]) => sum + PART + new Blob([name, value]).size, 0);
}

async function send(address, body) {
  const keepalive = weight(body) < MOST_KEPT_ALIVE;
  const response = await reach(address, { method: "POST", body, headers: { Accept: "application/json" }, keepalive });
  if (!response || response.status >= 500) return null;
  if (response.type === "opaqueredirect") return { taken: true };
  try {
    return await response.json();
  } catch (error) {
    // A proxy's own page, or an answer that was cut off.
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

// The milliseconds that the server asked to wait for, if its last answer did.
export function askedToWait() {
  return asked;
}

// The response, its redirect not followed; null where there is no connection.
export async function reach(address, options = {}) {
  asked = 0;
  try {
    const response = await fetch(address, { redirect: "manual", ...options });
    asked = 1000 * (Number(response.headers.get("Retry-After")) || 0);
    return response;
  } catch (error) {
    if (error instanceof TypeError || error.name === "AbortError") return null;
    throw error;
  }
}
