// Reads server-sent events out of pieces of text (https://html.spec.whatwg.org/multipage/server-sent-events.html). Pure.

/** Gives each whole event to `emit` as { id, name, data }; `id` is absent where the event has none of its own. */
export function eventParser(emit) {
  let rest = '';
  let event = {};

  const line = (text) => {
    if (text === '') {
      if (event.data !== undefined) emit({ id: event.id, name: event.name ?? 'message', data: event.data });
      event = {};
      return;
    }

    const colon = text.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + (text[colon + 1] === ' ' ? 2 : 1));
    if (field === 'data') event.data = event.data === undefined ? value : `${event.data}\n${value}`;
    else if (field === 'event') event.name = value;
    else if (field === 'id') event.id = value;
  };

  return (piece) => {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    lines.forEach(line);
  };
}
