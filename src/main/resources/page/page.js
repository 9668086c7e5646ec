'use strict';
// What a page does in a browser: tables are sorted, curves say their values, runs are compared, and a confusion
// matrix shows its examples. Everything is reached by keyboard, and nothing is loaded.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  function make(name, parent, text = '', attributes = {}) {
    const element = document.createElement(name);
    element.textContent = text;
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    parent.append(element);
    return element;
  }

  /** Calls back on a click, and on Enter or space. */
  function press(element, action) {
    element.addEventListener('click', action);
    element.addEventListener('keydown', event => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        action();
      }
    });
  }

  // Lines do not break within an option, a mean with its interval, or what a letter is equal to.

  const whole = /(?<![\w-])--[a-z][\w-]*|[\u2212\d.]+ \u00b1 [\d.]+|(?<!\S)\S [=<] [\d.]+/;
  const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const found = text.parentNode.closest('svg, .kept') ? null : whole.exec(text.data);
    if (found) {
      const kept = text.splitText(found.index);
      kept.splitText(found[0].length);
      const span = document.createElement('span');
      span.className = 'kept';
      kept.replaceWith(span);
      span.append(kept);
    }
  }

  // Tables: a click on a head sorts by its column, another one the other way.

  const number = text => parseFloat(text.replace(/[,\s<]/g, '').replace('\u2212', '-'));

  function order(a, b) {
    const [x, y] = [number(a), number(b)];
    if (isNaN(x) !== isNaN(y)) {
      return isNaN(x) ? 1 : -1; // what is no number comes last
    }
    return isNaN(x) ? a.localeCompare(b, 'en', {numeric: true}) : x - y;
  }

  function sort(table, column) {
    const heads = [...table.tHead.rows[0].cells];
    const up = heads[column].getAttribute('aria-sort') !== 'ascending';
    const rows = [...table.tBodies[0].rows];
    const key = row => row.cells[column].textContent.trim();
    const numeric = rows.some(row => heads[column].classList.contains('n') && !isNaN(number(key(row))));
    const compare = numeric ? order : (a, b) => a.localeCompare(b, 'en', {numeric: true});
    rows.sort((a, b) => (up ? 1 : -1) * compare(key(a), key(b)));
    table.tBodies[0].append(...rows);
    heads.forEach(head => head.removeAttribute('aria-sort'));
    heads[column].setAttribute('aria-sort', up ? 'ascending' : 'descending');
  }

  for (const table of all('table.sortable')) {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = make('button', head, '', {type: 'button', title: 'Sort'});
      button.append(...[...head.childNodes].filter(node => node !== button));
      button.addEventListener('click', () => sort(table, column));
    });
  }

  // Runs: those that are ticked stand side by side, and their curves stand out.

  const picked = new Set();
  const tablesOfRuns = all('table.sortable').filter(table =>
      table.tHead.rows[0].cells[0].textContent === 'run' && table.tBodies[0].rows.length > 1);
  const comparison = make('aside', document.body, '', {class: 'comparison', 'aria-label': 'Runs compared', tabindex: 0});
  comparison.hidden = true;

  function compare() {
    comparison.replaceChildren();
    comparison.hidden = picked.size < 2;
    const table = make('table', comparison);
    const heads = make('tr', make('thead', table));
    ['', ...picked].forEach(name => make('th', heads, name, {scope: 'col'}));
    const body = make('tbody', table);
    const told = new Set(['run']);
    for (const runs of tablesOfRuns) {
      const rows = [...picked].map(name => [...runs.tBodies[0].rows].find(row => row.dataset.run === name));
      [...runs.tHead.rows[0].cells].forEach((head, column) => {
        if (!told.has(head.textContent) && rows.every(row => row)) {
          told.add(head.textContent);
          const values = rows.map(row => row.cells[column].textContent);
          const line = make('tr', body, '', values.every(value => value === values[0]) ? {} : {class: 'differs'});
          make('th', line, head.textContent, {scope: 'row'});
          values.forEach(value => make('td', line, value));
        }
      });
    }
    press(make('button', comparison, 'Compare no runs', {type: 'button'}), () => {
      picked.clear();
      mark();
    });
  }

  function mark() {
    all('input[data-run]').forEach(box => { box.checked = picked.has(box.dataset.run); });
    all('.curve').forEach(curve => curve.classList.toggle('picked', picked.has(curve.dataset.name)));
    all('figure svg').forEach(svg => svg.classList.toggle('picking', svg.querySelector('.picked') !== null));
    compare();
  }

  for (const row of tablesOfRuns.flatMap(table => [...table.tBodies[0].rows])) {
    const name = row.cells[0].textContent;
    row.dataset.run = name;
    const label = document.createElement('label');
    const box = make('input', label, '', {type: 'checkbox', 'data-run': name, title: 'Compare'});
    label.append(...row.cells[0].childNodes);
    row.cells[0].append(label);
    box.addEventListener('change', () => {
      picked[box.checked ? 'add' : 'delete'](name);
      mark();
    });
  }

  // Curves: the point nearest to the pointer says its values; the arrow keys go from point to point.

  const tip = make('div', document.body, '', {class: 'tip', role: 'status'});
  tip.hidden = true;

  /** The text of the legend beside a line in the curve's colour, and dashed as the curve where there is one. */
  function legendOf(svg, curve) {
    const line = curve.querySelector('polyline');
    const like = (one, attribute) => one.getAttribute(attribute) === line.getAttribute(attribute);
    const alike = all('.legend polyline', svg.closest('figure')).filter(sample => like(sample, 'stroke'));
    const sample = alike.find(one => like(one, 'stroke-dasharray')) || alike[0];
    return sample ? sample.closest('span').textContent.trim() : '';
  }

  function pointsOf(svg) {
    return all('.curve', svg).flatMap(curve => {
      const values = curve.dataset.values.split(' ').map(pair => pair.split(','));
      const places = curve.querySelector('polyline').getAttribute('points').split(' ');
      return places.map((place, i) => ({curve, x: +place.split(',')[0], y: +place.split(',')[1], values: values[i]}));
    });
  }

  function show(svg, point) {
    all('.told').forEach(curve => curve.classList.remove('told'));
    tip.hidden = !point;
    if (point) {
      const {x, y} = point.curve.dataset;
      const name = point.curve.dataset.name || legendOf(svg, point.curve);
      const at = new DOMPoint(point.x, point.y).matrixTransform(svg.getScreenCTM());
      point.curve.classList.add('told');
      tip.textContent = `${name ? name + '\n' : ''}${x} ${point.values[0]}\n${y} ${point.values[1]}`;
      tip.style.left = Math.max(4, Math.min(at.x + 12, innerWidth - tip.offsetWidth - 8)) + 'px';
      tip.style.top = Math.max(4, at.y - tip.offsetHeight - 8) + 'px';
    }
  }

  for (const svg of all('figure svg').filter(svg => svg.querySelector('.curve'))) {
    const points = pointsOf(svg);
    let at = -1;
    svg.setAttribute('tabindex', 0);
    svg.addEventListener('pointermove', event => {
      const mouse = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      const far = point => Math.hypot(point.x - mouse.x, point.y - mouse.y);
      at = points.reduce((best, point, i) => best < 0 || far(point) < far(points[best]) ? i : best, -1);
      show(svg, far(points[at]) < 16 ? points[at] : null);
    });
    svg.addEventListener('keydown', event => {
      const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
      if (step) {
        event.preventDefault();
        at = (at + step + points.length) % points.length;
        show(svg, points[at]);
      }
    });
    svg.addEventListener('pointerleave', () => show(svg, null));
    svg.addEventListener('blur', () => show(svg, null));
  }

  // Confusion matrices: a cell shows the rows that it counts.

  for (const examples of all('.examples')) {
    const cells = all('polygon', examples.previousElementSibling);
    for (const example of all('figure', examples)) {
      const cell = cells[example.dataset.cell];
      const text = example.querySelector('figcaption').textContent;
      Object.entries({role: 'button', tabindex: 0, class: 'cell', 'aria-label': text})
          .forEach(([key, value]) => cell.setAttribute(key, value));
      press(cell, () => all('figure', examples).forEach(one => { one.hidden = one !== example; }));
      example.hidden = true;
    }
  }
})();
