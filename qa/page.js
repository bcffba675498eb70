// What every part of the page shares: buttons that ask the server, zoom, copy.
element.addEventListener('click', async (event) => {
  const button = event.target.closest('button');
  if (!button || button.disabled) return;
  if (button.dataset.event) {
    element.querySelectorAll('button[aria-pressed]').forEach((other) => other.removeAttribute('aria-pressed'));
    button.setAttribute('aria-pressed', 'true');
    const note = button.parentElement.querySelector('input');
    trigger(button.dataset.event, { ...button.dataset, ...(note ? { note: note.value } : {}) });
    const panel = document.getElementById({ source: 'g-source', show: 'g-viewer', compare: 'g-compare' }[button.dataset.event]);
    if (panel && window.matchMedia('(max-width: 760px)').matches) panel.scrollIntoView({ behavior: 'smooth', block: 'start' });
    // What is opened from a list stands below it, perhaps on another tab that has to appear first.
    if (button.dataset.event === 'open') setTimeout(() => document.getElementById('g-manage')?.scrollIntoView({ behavior: 'smooth', block: 'start' }), 300);
  } else if (button.dataset.zoom) {
    const sheet = button.closest('.g-page').querySelector('.g-sheet');
    const now = Number(sheet.dataset.scale || 1);
    const scale = Math.min(4, Math.max(1, button.dataset.zoom === 'in' ? now * 1.4 : now / 1.4));
    sheet.dataset.scale = scale;
    sheet.classList.toggle('g-zoomed', scale > 1.01);
    sheet.querySelector('.g-leaf').style.width = `${scale * 100}%`;
    const mark = sheet.querySelector('.g-box');
    if (mark) {
      sheet.scrollLeft = mark.offsetLeft - sheet.clientWidth / 2 + mark.offsetWidth / 2;
      sheet.scrollTop = mark.offsetTop - sheet.clientHeight / 2;
    }
  } else if (button.dataset.copy !== undefined) {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      const area = document.createElement('textarea');
      area.value = button.dataset.copy;
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
    const words = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = words; }, 1600);
  }
});
