// What this browser keeps for the next page. One that forbids storage keeps nothing.

// Whether it could be kept.
export function keep(key, value) {
  return quietly(() => {
    localStorage.setItem(key, value);
    return true;
  }) === true;
}

export function kept(key) {
  return quietly(() => localStorage.getItem(key));
}

export function forget(key) {
  quietly(() => localStorage.removeItem(key));
}

export function keptFrom(prefix) {
  return (quietly(() => Object.keys(localStorage)) ?? []).filter((key) => key.startsWith(prefix));
}

function quietly(deed) {
  try {
    return deed();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
