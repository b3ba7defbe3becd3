// The keyboard of every page. Lists carry data-list: its rows answer to j, k, Enter, e, x. A control with
// data-key="a" is pressed by that key. Single keys work outside fields only and can be switched off (WCAG 2.1.4).

const singleKeys = () => document.body.hasAttribute('data-single-keys');
const writing = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
const visible = (element) => element.getClientRects().length > 0;

const rows = () => [...document.querySelectorAll('[data-list] > :is(tr, li):not(.group, .editing)')].filter(visible);
const current = () => document.querySelector('[data-list] > .current:not(.editing)');

function go(step) {
  const all = rows();
  if (!all.length) return;
  const here = current();
  const at = here ? all.indexOf(here) : step > 0 ? -1 : all.length;
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  here?.classList.remove('current');
  next.classList.add('current');
  const link = next.querySelector('.title a, a');
  link?.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
}

function press(element) {
  if (!element || element.matches(':disabled, [aria-disabled=true]')) return false;
  if (writing(element) && element.type !== 'checkbox') element.focus();
  else element.click();
  return true;
}

const inRow = {
  Enter: (row) => row.querySelector('.title a, a'),
  e: (row) => row.querySelector('[data-edit]'),
  x: (row) => row.querySelector('input[type=checkbox]'),
};

function answer(event) {
  if (event.key === '/') return press(document.querySelector('[data-search], input[type=search]'));
  if (event.key === '?') {
    const help = document.getElementById('keys-help');
    help?.togglePopover?.();
    return Boolean(help);
  }
  const own = [...document.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]`)].find(visible);
  if (own) return press(own);
  if (event.key === 'j') return go(1), true;
  if (event.key === 'k') return go(-1), true;
  const row = current();
  // A link or button that has the focus keeps its own Enter.
  if (!row || (event.key === 'Enter' && document.activeElement !== document.body)) return false;
  return Boolean(inRow[event.key]) && press(inRow[event.key](row));
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  if (event.key === 'Escape' && writing(event.target)) return event.target.blur();
  if (!singleKeys() || writing(event.target) || document.querySelector('dialog[open]')) return;
  if (answer(event)) event.preventDefault();
});

// The row that was clicked or reached with Tab is the row under the keyboard.
document.addEventListener('focusin', (event) => {
  const row = event.target.closest('[data-list] > :is(tr, li)');
  if (!row || row === current()) return;
  current()?.classList.remove('current');
  row.classList.add('current');
});

// A form is sent once: its button waits, and says so.
document.addEventListener('submit', (event) => {
  const button = event.submitter;
  if (!button || event.defaultPrevented || event.target.target) return;
  if (button.getAttribute('aria-busy') === 'true') return event.preventDefault();
  button.setAttribute('aria-busy', 'true');
});
window.addEventListener('pageshow', () => {
  document.querySelectorAll('.btn[aria-busy=true]').forEach((button) => button.removeAttribute('aria-busy'));
});
document.addEventListener('htmx:afterRequest', (event) => {
  event.target.querySelectorAll?.('.btn[aria-busy=true]').forEach((button) => button.removeAttribute('aria-busy'));
});

// Pages that print say so with a button, since there is no inline script.
document.addEventListener('click', (event) => {
  if (event.target.closest('[data-print]')) window.print();
});

// htmx: what a server refuses to do stands in the messages, with the words of the server.
document.addEventListener('htmx:responseError', (event) => {
  const box = document.getElementById('messages');
  if (!box) return;
  const words = new DOMParser().parseFromString(event.detail.xhr.responseText, 'text/html');
  const note = document.createElement('p');
  note.className = 'notice error';
  note.textContent = words.querySelector('h1')?.textContent ?? `${event.detail.xhr.status}`;
  box.replaceChildren(note);
  box.scrollIntoView({ block: 'nearest' });
});
