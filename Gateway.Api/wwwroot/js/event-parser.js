// Parses server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). Pure.

/**
 * Returns a function that takes the stream chunk by chunk and calls `emit` with each complete event as
 * { id, name, data }; `id` is absent if the event has none of its own.
 */
export function eventParser(emit) {
  let rest = '';
  let event = {};

  const parseLine = (line) => {
    if (line === '') {
      if (event.data !== undefined) emit({ id: event.id, name: event.name ?? 'message', data: event.data });
      event = {};
      return;
    }

    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    if (field === 'data') event.data = event.data === undefined ? value : `${event.data}\n${value}`;
    else if (field === 'event') event.name = value;
    else if (field === 'id') event.id = value;
  };

  return (chunk) => {
    const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    lines.forEach(parseLine);
  };
}
