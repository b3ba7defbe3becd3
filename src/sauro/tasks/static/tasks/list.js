// The selection of a list, and the moves of a board. Without this module each row still has its tick and its bar; this
// adds ranges with Shift, 'all of the page', the number in words, and keys.

const boxes = () => [...document.querySelectorAll('#picking input[name=task]')];
let last = null;

function tell() {
  const all = boxes();
  const picked = all.filter((box) => box.checked).length;
  for (const place of document.querySelectorAll('.picked')) place.textContent = picked;
  const whole = document.querySelector('[data-pick-all]');
  if (!whole) return;
  whole.hidden = false;
  whole.checked = picked > 0 && picked === all.length;
  whole.indeterminate = picked > 0 && picked < all.length;
}

function range(box) {
  const all = boxes();
  const [first, end] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
  if (first < 0) return;
  for (const each of all.slice(first, end + 1)) each.checked = box.checked;
}

document.addEventListener('click', (event) => {
  const box = event.target.closest('#picking input[name=task]');
  if (!box) return;
  if (event.shiftKey && last && last !== box) range(box);
  last = box;
  tell();
});

document.addEventListener('change', (event) => {
  if (event.target.matches('[data-pick-all]')) for (const box of boxes()) box.checked = event.target.checked;
  if (event.target.closest('#picking')) tell();
});

document.addEventListener('reset', () => setTimeout(tell));
document.addEventListener('htmx:afterSettle', tell);
window.addEventListener('pageshow', tell);

const typing = (element) => /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) && element.type !== 'checkbox';
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || typing(event.target)) return;
  if (event.key === 'Escape') {
    document.querySelectorAll('.more-steps[open]').forEach((menu) => menu.removeAttribute('open'));
    if (boxes().some((box) => box.checked)) document.getElementById('picking').reset();
    return;
  }
  if (!document.body.hasAttribute('data-single-keys')) return;
  const row = document.querySelector('[data-list] > .current');
  if (event.key === 'X' && row) {
    const box = row.querySelector('input[name=task]');
    if (!box) return;
    box.checked = true;
    if (last) range(box);
    last = box;
    tell();
    event.preventDefault();
  }
  if (event.key === 'm' && row) {
    const menu = row.querySelector('[data-move]');
    if (!menu) return;
    menu.click();
    menu.parentElement.querySelector('.menu a, .menu button')?.focus();
    event.preventDefault();
  }
});

// One menu is open at a time, and a press beside it closes it.
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('.more-steps[open]')) {
    if (!menu.contains(event.target)) menu.removeAttribute('open');
  }
});
tell();
