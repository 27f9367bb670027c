// Storage can be missing, blocked, or full. The page works without it; the value then lasts until the page is closed.

/** Reads a stored string, or null. */
export function readStored(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function store(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // See above.
  }
}
