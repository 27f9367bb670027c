/** Returns a query string with a question mark; values that are undefined, null, or empty are left out. Pure. */
export function queryString(values) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
