import { language, t } from './i18n.js';

const numbers = new Intl.NumberFormat(language);
const decimals = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dateAndClock = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
const longDate = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
const languages = new Intl.DisplayNames(language, { type: 'language' });

export const number = (value) => numbers.format(value);
export const percent = (fraction) => `${Math.floor(fraction * 100)}%`;

/** The time of day, with the date unless it is today. */
export function time(stamp) {
  const at = new Date(stamp);
  return (at.toDateString() === new Date().toDateString() ? clock : dateAndClock).format(at);
}

export const date = (stamp) => longDate.format(new Date(stamp));

export function languageName(tag) {
  try {
    return languages.of(tag);
  } catch {
    return tag;
  }
}

/** A time span in words: 340 ms, 1.2 s, 3 min 20 s, 2 h 5 min. */
export function span(milliseconds) {
  if (milliseconds < 1000) return t('span.ms', Math.max(0, Math.round(milliseconds)));
  const seconds = milliseconds / 1000;
  if (seconds < 60) return t('span.s', decimals.format(seconds));
  const whole = Math.round(seconds);
  if (whole < 3600) return t('span.min', Math.floor(whole / 60), whole % 60);
  return t('span.h', number(Math.floor(whole / 3600)), Math.floor((whole % 3600) / 60));
}

/** The duration of a video: 3:33, 1:02:03. */
export function length(seconds) {
  const whole = Math.round(seconds);
  const two = (value) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/;

/** The seconds of an ISO 8601 duration such as PT1H2M3.5S. */
export function seconds(duration) {
  const [, days = 0, hours = 0, minutes = 0, rest = 0] = DURATION.exec(duration) ?? [];
  return days * 86400 + hours * 3600 + minutes * 60 + Number(rest);
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

export function bytes(count) {
  const power = count < 1000 ? 0 : Math.min(Math.floor(Math.log10(count) / 3), UNITS.length - 1);
  return `${decimals.format(count / 1000 ** power)} ${UNITS[power]}`;
}
