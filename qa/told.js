// The working of a figure, on hover, focus or click, beside the figure; Escape closes it.
let tip = null;
let held = null;
const hide = () => {
  tip?.remove();
  held?.removeAttribute('aria-describedby');
  tip = held = null;
};
const show = (figure) => {
  if (held === figure) return;
  hide();
  held = figure;
  tip = document.createElement('div');
  Object.assign(tip, { id: 'g-tip', className: 'g-tip', textContent: figure.dataset.told });
  tip.setAttribute('role', 'tooltip');
  document.querySelector('.gradio-container').append(tip);
  figure.setAttribute('aria-describedby', 'g-tip');
  const at = figure.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, window.innerWidth - tip.offsetWidth - 8));
  const above = at.bottom + tip.offsetHeight + 8 > window.innerHeight;
  tip.style.left = `${left}px`;
  tip.style.top = `${above ? at.top - tip.offsetHeight - 4 : at.bottom + 4}px`;
};
const figure = (event) => (event.target.closest ? event.target.closest('[data-told]') : null);
for (const name of ['pointerover', 'focusin', 'click']) {
  element.addEventListener(name, (event) => { if (figure(event)) show(figure(event)); });
}
element.addEventListener('pointerout', (event) => { if (figure(event) && figure(event) !== document.activeElement) hide(); });
element.addEventListener('focusout', hide);
element.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') hide();
  if (figure(event) && (event.key === 'Enter' || event.key === ' ')) {
    event.preventDefault();
    show(figure(event));
  }
});
document.addEventListener('scroll', hide, true);
