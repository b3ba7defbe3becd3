// The review screen: sentence and card go together, by mouse and by keyboard. The keys of the buttons (a, s, m, x, i, n,
// u, 1-9) are data-key attributes that shell.js answers; here are j, k, Enter, e, Esc, the selection and the scrolling.

const main = document.querySelector('main.review');
const singleKeys = () => document.body.hasAttribute('data-single-keys');
const writing = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
const sheet = () => document.getElementById('sheet');
const openCard = () => document.querySelector('.card.selected');
const cards = () => [...document.querySelectorAll('.card[data-card]')];
const narrow = () => matchMedia('(max-width: 60rem)').matches;

// Offsets are code points of the text of the extraction; what carries data-aside is not part of it.
const aside = (node) => node.parentElement?.closest('[data-aside]');

function offsetOf(node, at) {
  if (node.nodeType !== Node.TEXT_NODE) {
    const next = node.childNodes[at];
    if (!next) return node.lastChild ? offsetOf(node.lastChild, node.lastChild.length ?? node.lastChild.childNodes.length) : null;
    return next.nodeType === Node.TEXT_NODE ? offsetOf(next, 0) : offsetOf(next, 0);
  }
  const block = node.parentElement?.closest('[data-at]');
  if (!block || !sheet()?.contains(block)) return null;
  let offset = Number(block.dataset.at);
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (text === node) return offset + (aside(text) ? 0 : [...text.data.slice(0, at)].length);
    if (!aside(text)) offset += [...text.data].length;
  }
  return null;
}

function placeAt(offset) {
  const blocks = [...sheet().querySelectorAll('[data-at]')];
  const block = blocks.findLast((one) => Number(one.dataset.at) <= offset);
  if (!block) return null;
  let left = offset - Number(block.dataset.at);
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let text = null;
  for (let next = walker.nextNode(); next; next = walker.nextNode()) {
    if (aside(next)) continue;
    text = next;
    const points = [...next.data];
    if (left <= points.length) return [next, points.slice(0, left).join('').length];
    left -= points.length;
  }
  return text ? [text, text.length] : null;
}

function selectedSpan() {
  const selection = getSelection();
  if (!selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!sheet()?.contains(range.commonAncestorContainer)) return null;
  const start = offsetOf(range.startContainer, range.startOffset);
  const end = offsetOf(range.endContainer, range.endOffset);
  return start === null || end === null ? null : [start, end];
}

// Scroll both panes so that the sentence and its card stand at one height. Folded cards that come into view take their
// real height only then, so it is done again until nothing moves.
let levelling = 0;
function level() {
  const turn = ++levelling;
  const again = (left) => {
    if (turn === levelling && !once() && left > 0) requestAnimationFrame(() => again(left - 1));
  };
  again(8);
}

function once() {
  const card = openCard();
  if (!card) return true;
  const mark = sheet()?.querySelector(`mark[data-items~="${card.dataset.card}"], rect[data-items~="${card.dataset.card}"]`);
  const [left, right] = [document.querySelector('.review-text'), document.querySelector('.review-cards')];
  if (narrow()) {
    const was = [scrollY, left.scrollTop];
    if (mark) left.scrollTop += Math.round(mark.getBoundingClientRect().top - left.getBoundingClientRect().top - 40);
    card.scrollIntoView({ block: 'start', behavior: 'instant' });
    return was[0] === scrollY && was[1] === left.scrollTop;
  }
  const pane = right.getBoundingClientRect();
  const at = card.getBoundingClientRect();
  const head = (document.getElementById('review-tabs')?.offsetHeight ?? 33) + 15;
  const wish = pane.top + Math.min(Math.max(110, head), Math.max(head, pane.height - at.height - 24));
  const before = [right.scrollTop, left.scrollTop];
  right.scrollTop += Math.round(at.top - wish);
  const top = Math.max(card.getBoundingClientRect().top, pane.top + head);
  if (mark) left.scrollTop += Math.round(mark.getBoundingClientRect().top - top - 4);
  return before[0] === right.scrollTop && before[1] === left.scrollTop;
}

function showStates(states, chosen) {
  for (const [uid, state] of Object.entries(states)) {
    const gone = state === 'dropped' || state === 'inform';
    for (const mark of sheet()?.querySelectorAll(`[data-items~="${uid}"]`) ?? []) mark.classList.toggle('dropped', gone);
    const block = document.getElementById(`t-${uid}`)?.closest('[data-at]');
    block?.classList.toggle('ok', state === 'accepted');
  }
  for (const one of sheet()?.querySelectorAll('.on, .linked') ?? []) one.classList.remove('on', 'linked');
  if (!chosen) return;
  for (const mark of sheet()?.querySelectorAll(`[data-items~="${chosen}"]`) ?? []) mark.classList.add('on');
  const number = document.getElementById(`t-${chosen}`);
  number?.classList.add('on');
  number?.closest('p, h3')?.classList.add('linked');
}

const open = (card) => card && !card.classList.contains('selected') && card.querySelector('[data-open]')?.click();

// The card to which the keys lead. One is asked for at a time; a key that is held down goes on from where it leads to,
// and what it has passed meanwhile is not asked for.
let heading = null;
let asking = false;
function step(by) {
  const all = cards();
  const from = heading ?? openCard()?.dataset.card;
  const at = all.findIndex((card) => card.dataset.card === from);
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  if (!next || next.dataset.card === from) return;
  heading = next.dataset.card;
  if (!asking) head();
}

function head() {
  const card = heading && document.getElementById(`c-${heading}`);
  asking = Boolean(card) && !card.classList.contains('selected');
  if (asking) open(card);
  else heading = null;
}

function stay() {
  asking = false;
  heading = null;
}

function showPlace(words) {
  const [start, end] = words.split('-').map(Number);
  const [from, to] = [placeAt(start), placeAt(end)];
  if (!from || !to) return;
  const range = new Range();
  range.setStart(...from);
  range.setEnd(...to);
  if (globalThis.Highlight) CSS.highlights.set('place', new Highlight(range));
  const pane = document.querySelector('.review-text');
  const [at, frame] = [range.getBoundingClientRect(), pane.getBoundingClientRect()];
  if (at.top < frame.top + 60 || at.bottom > frame.bottom - 20) pane.scrollBy({ top: at.top - frame.top - 120, behavior: 'smooth' });
  from[0].parentElement.closest('.gap')?.classList.add('shown');
}

main?.addEventListener('click', (event) => {
  const place = event.target.closest('a[data-at]');
  if (place) {
    event.preventDefault();
    return showPlace(place.dataset.at);
  }
  const number = event.target.closest('[data-item]');
  const mark = event.target.closest('[data-items]');
  if (number) event.preventDefault();
  else if (!mark || !getSelection().isCollapsed) return;
  const uid = number?.dataset.item ?? mark.dataset.items.split(' ').find((one) => one !== openCard()?.dataset.card);
  const card = document.getElementById(`c-${uid}`);
  if (card) open(card);
  else if (uid) location.search = `?viec=${uid}`;
});

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  if (event.key === 'Enter' && event.target.tagName === 'INPUT' && event.target.closest('#open-form') && event.target.type !== 'hidden') {
    event.preventDefault();
    return event.target.blur();
  }
  if (!singleKeys() || writing(event.target) || document.querySelector('dialog[open], [popover]:popover-open')) return;
  const acts = {
    j: () => step(1),
    k: () => step(-1),
    e: () => document.getElementById('f-title')?.focus(),
    Escape: () => {
      CSS.highlights?.delete('place');
      getSelection().removeAllRanges();
    },
    Enter: () => event.target === document.body && document.getElementById('f-title')?.focus(),
  };
  if (!acts[event.key] || (event.key === 'Enter' && event.target !== document.body && event.target !== main)) return;
  event.preventDefault();
  acts[event.key]();
}, true);

// The span that is selected, or where the cursor stands, goes with the form that needs it. Taken while it still stands:
// a press of the mouse on a button takes the selection away.
let kept = null;
function keep() {
  kept = selectedSpan() ?? kept;
}
// The event of the browser comes after the key that was pressed; so the span is read again where it is needed.
document.addEventListener('selectionchange', keep);
document.addEventListener('submit', (event) => fill(event.target), true);
document.addEventListener('htmx:configRequest', (event) => {
  const { parameters, elt } = event.detail;
  const card = openCard();
  keep();
  if (sheet()) parameters.ban = sheet().dataset.extraction;
  if (elt.matches?.('[data-open]') && card) parameters.tu = card.dataset.card;
  if (elt.id === 'add-words' && kept) parameters.span = kept.join('-');
  if (elt.id === 'open-form' && parameters.act === 'split' && kept && card) parameters.at = splitAt(card) ?? '';
});

function splitAt(card) {
  const [start, end] = card.dataset.span.split('-').map(Number);
  return kept[0] > start && kept[0] < end ? kept[0] : kept[1] > start && kept[1] < end ? kept[1] : null;
}

function fill(form) {
  keep();
  if (form.id === 'add-words' && kept) form.elements.span.value = kept.join('-');
  if (form.id === 'open-form' && kept && openCard()) form.elements.at.value = splitAt(openCard()) ?? '';
}

// A refusal or a conflict comes with words to show; the fields that somebody is typing in are never taken from him.
document.addEventListener('htmx:beforeSwap', (event) => {
  if ([409, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
document.addEventListener('htmx:oobBeforeSwap', (event) => {
  const { target } = event.detail;
  if (target.matches('.field') && target.contains(document.activeElement)) event.detail.shouldSwap = false;
});
document.addEventListener('htmx:responseError', stay);
document.addEventListener('htmx:sendError', () => {
  stay();
  const box = document.getElementById('messages');
  const note = document.createElement('p');
  note.className = 'notice error';
  note.textContent = main.dataset.offline;
  box?.replaceChildren(note);
});

// What the selected tasks lack is said before they are accepted.
function tellOwing() {
  const place = main.querySelector('[data-owing]');
  const owed = [...main.querySelectorAll('.pick:checked')].map((one) => (one.dataset.owed ?? '').split(' '));
  const count = (name) => owed.filter((one) => one.includes(name)).length;
  const [due, product] = [count('due_date'), count('deliverable')];
  place.hidden = !due && !product;
  place.textContent = place.dataset.words.replace('{due}', due).replace('{product}', product);
}
main.addEventListener('change', (event) => event.target.matches('.pick') && tellOwing());
document.addEventListener('htmx:afterSettle', tellOwing);

document.addEventListener('review:changed', (event) => {
  const { states, chosen } = event.detail;
  showStates(states ?? {}, chosen);
  const url = new URL(location);
  if (chosen && url.searchParams.get('viec') !== chosen) {
    url.searchParams.set('viec', chosen);
    history.replaceState(null, '', url.pathname + url.search);
    kept = selectedSpan();
  }
  const count = document.querySelector('#review-tabs .num');
  if (count) document.querySelector('[data-count=all]').textContent = count.textContent;
  if (!document.querySelector('#open-form :focus')) level();
});

// Only now the cards bear the classes that they came with.
document.addEventListener('review:settled', head);

document.querySelector('[data-page-keys]')?.append(document.getElementById('review-keys').content.cloneNode(true));
level();
