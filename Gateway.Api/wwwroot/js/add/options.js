import { find } from '../dom.js';
import { readStored, store } from '../storage.js';

// The last choice becomes the default of the next visit.
const STORAGE_KEY = 'links.options';

/** Reads the options from the form as fields of POST /links. Metadata is always fetched. */
export function readOptions(form) {
  const value = (name) => form.elements[name].value.trim();
  const isChecked = (name) => form.elements[name].checked;
  const body = {};
  if (isChecked('audio')) body.audio = value('audioFormat');
  if (isChecked('video')) {
    const [format, maxHeight] = [value('videoFormat'), value('maxHeight')];
    body.video = maxHeight === '' ? format : { format, maxHeight: Number(maxHeight) };
  }

  if (isChecked('captions')) {
    const languages = value('languages').split(/[\s,;]+/).filter((language) => language !== '');
    body.captions = { languages: languages.length > 0 ? languages : ['*'], format: value('captionFormat') };
  }

  if (isChecked('thumbnail')) body.thumbnail = true;
  if (value('maxAge') !== '') body.maxAge = value('maxAge');
  return body;
}

/** Restores the last choice, shows the details of checked options, and stores changes. */
export function initOptions(form) {
  const fields = [...form.elements].filter((field) => field.name !== '' && field.name !== 'links');
  restore(fields);
  const showDetails = () => {
    for (const details of form.querySelectorAll('[data-when]')) {
      details.hidden = !form.elements[details.dataset.when].checked;
    }
  };
  form.addEventListener('change', () => {
    showDetails();
    store(STORAGE_KEY, JSON.stringify(Object.fromEntries(fields.map((field) => [field.name, valueOf(field)]))));
  });
  showDetails();
  if (fields.some((field) => field.type === 'checkbox' && field.checked)) find('#options').open = true;
}

const valueOf = (field) => (field.type === 'checkbox' ? field.checked : field.value);

function restore(fields) {
  const stored = read();
  for (const field of fields) {
    if (!(field.name in stored)) continue;
    if (field.type === 'checkbox') field.checked = stored[field.name] === true;
    else field.value = stored[field.name];

    // A stored choice that is no longer offered leaves a select empty.
    if (field.selectedIndex === -1) field.selectedIndex = 0;
  }
}

function read() {
  try {
    return JSON.parse(readStored(STORAGE_KEY)) ?? {};
  } catch {
    return {};
  }
}
