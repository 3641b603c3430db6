'use strict';
(() => {
  const model = JSON.parse(document.getElementById('model').textContent);
  const Z = 1.959963984540054;
  const TOLERANCE = 1.4901161193847656e-8;
  const pointed = model.pointsPerUnit > 0;
  const $ = id => document.getElementById(id);
  const out = name => document.querySelector(`[data-output="${name}"]`);
  const state = new Map(); // predictor id -> { mode, value, parts }

  // ---- the model: a sum of embedded effects, their points, and a baseline -------------------------------------------

  function effect(p, x) {
    const e = p.effect;
    switch (e.kind) {
      case 'linear': return e.coefficient * x;
      case 'threshold': return (e.inclusive ? x >= e.at : x > e.at) ? e.coefficient : 0;
      case 'levels': return e.values[x];
      default: return e.values[Math.round((x - e.from) / e.step)];
    }
  }

  function design(p, x) {
    switch (p.effect.kind) {
      case 'linear': return [x];
      case 'threshold': return [(p.effect.inclusive ? x >= p.effect.at : x > p.effect.at) ? 1 : 0];
      case 'levels': return p.design[x];
      default: return p.design[Math.round((x - p.effect.from) / p.effect.step)];
    }
  }

  function quadratic(v, d) {
    let sum = 0;
    for (let j = 0; j < d.length; j++) {
      let row = 0;
      for (let k = 0; k < d.length; k++) row += v[j * d.length + k] * d[k];
      sum += d[j] * row;
    }
    return sum;
  }

  // The place of the last step at or before a time, within the tolerance; -1 before the first.
  function stepIndex(b, t) {
    let k = -1;
    while (k + 1 < b.times.length && b.times[k + 1] <= t + b.tolerance) k++;
    return k;
  }

  function hazardAt(b, t) {
    if (b.form === 'weibull') return b.hazards[0] * Math.pow(t / b.times[0], b.shape);
    if (b.form === 'steps') {
      const k = stepIndex(b, t);
      return k < 0 ? 0 : b.hazards[k];
    }
    let i = 0;
    while (i < b.times.length && b.times[i] < t) i++;
    if (i < b.times.length && b.times[i] === t) return b.hazards[i];
    const t0 = i === 0 ? 0 : b.times[i - 1], h0 = i === 0 ? 0 : b.hazards[i - 1];
    return i === b.times.length ? h0 : h0 + (b.hazards[i] - h0) * (t - t0) / (b.times[i] - t0);
  }

  function timeAt(b, hazard) {
    if (b.form === 'weibull') {
      const t = b.times[0] * Math.pow(hazard / b.hazards[0], 1 / b.shape);
      return t <= b.last ? t : null;
    }
    const i = b.hazards.findIndex(h => h >= hazard);
    if (i < 0) return null;
    if (b.form === 'steps') return b.times[i];
    const t0 = i === 0 ? 0 : b.times[i - 1], h0 = i === 0 ? 0 : b.hazards[i - 1];
    return t0 + (b.times[i] - t0) * (hazard - h0) / (b.hazards[i] - h0);
  }

  // A fitted baseline brings the variance of its hazard and its gradient: survival's standard error as survfit's.
  function survivalAt(b, r, t) {
    const h = hazardAt(b, t), s = Math.exp(-h * r.hazard);
    if (!r.limits) return { s, lower: null, upper: null };
    if (!b.variance) return { s, lower: Math.exp(-h * r.hazardUpper), upper: Math.exp(-h * r.hazardLower) };
    const k = stepIndex(b, t);
    return k < 0 ? { s: 1, lower: 1, upper: 1 } : stepAt(b, r, k);
  }

  function stepAt(b, r, k) {
    const h = b.hazards[k], p = r.d.length;
    const s = Math.exp(-h * r.hazard);
    if (!r.limits || !(s > 0)) return { s, lower: null, upper: null }; // a survival of 0 has no error on the log scale
    const d = r.d.map((v, j) => h * v - b.gradient[k * p + j]);
    const error = r.hazard * Math.sqrt(b.variance[k] + quadratic(model.covariance, d));
    return { s, lower: s * Math.exp(-Z * error), upper: Math.min(s * Math.exp(Z * error), 1) };
  }

  // What is shown: of an incidence one less the exponential of the hazard.
  function chanceAt(b, r, t) {
    const v = survivalAt(b, r, t);
    if (!model.incidence) return v;
    return { s: -Math.expm1(-hazardAt(b, t) * r.hazard), lower: v.upper === null ? null : 1 - v.upper, upper: v.lower === null ? null : 1 - v.lower };
  }

  // Where a step curve crosses one half: R's rule, with the middle of a flat part that lies there.
  function crossing(b, values) {
    let first = -1, second = -1, reached = -Infinity;
    for (let i = 0; i < values.length; i++) {
      const y = 1 - values[i];
      if (Number.isNaN(y) || y === reached) continue;
      reached = y;
      if (first < 0 && y + TOLERANCE >= 0.5) first = i;
      if (second < 0 && y - TOLERANCE >= 0.5) second = i;
    }
    if (first < 0) return null;
    if (Math.abs(reached - 0.5) < TOLERANCE) return 0.5 * (b.times[first] + b.last);
    return second < 0 ? null : 0.5 * (b.times[first] + b.times[second]);
  }

  function median(b, r) {
    if (!b.variance) {
      const at = risk => timeAt(b, Math.log(2) / risk);
      return { known: r.limits, m: at(r.hazard), lower: r.limits ? at(r.hazardUpper) : null, upper: r.limits ? at(r.hazardLower) : null };
    }
    const all = b.times.map((_, k) => stepAt(b, r, k));
    return {
      known: !all.every(v => v.lower === null),
      m: crossing(b, all.map(v => v.s)),
      lower: r.limits ? crossing(b, all.map(v => v.lower === null ? NaN : v.lower)) : null,
      upper: r.limits ? crossing(b, all.map(v => v.upper === null ? NaN : v.upper)) : null,
    };
  }

  function evaluate(values) {
    const d = new Array(model.columns).fill(0);
    let sum = 0, points = 0;
    const parts = model.predictors.map((p, i) => {
      const x = values[i], e = effect(p, x), own = design(p, x);
      sum += e;
      own.forEach((v, k) => { d[p.columns[k]] = v; });
      return { p, x, e, own, all: e, points: null, ratio: Math.exp(e - p.center) };
    });
    // Products of the predictors' columns, those of the first fastest.
    const together = model.interactions.map(t => {
      let e = 0, products = [1];
      for (const i of t.predictors) products = parts[i].own.flatMap(v => products.map(q => q * v));
      products.forEach((v, k) => { d[t.columns[k]] = v; e += t.coefficients[k] * v; });
      sum += e;
      const axis = model.predictors[t.predictors[0]].axis;
      if (axis !== undefined) parts[axis].all += e;
      return { t, ratio: Math.exp(e - t.center) };
    });
    // Predictors that interact share their points, which stand on the axis of one of them.
    parts.forEach(({ p, e }, i) => { if (p.axis !== undefined && p.axis !== i) parts[p.axis].all += e; });
    if (pointed) parts.forEach((part, i) => {
      if (part.p.axis !== undefined && part.p.axis !== i) return;
      part.points = (part.all - part.p.lowest) * model.pointsPerUnit;
      points += part.points;
    });
    const limits = !!model.covariance;
    const from = means => d.map((v, j) => v - means[j]);
    const error = means => limits ? Math.sqrt(quadratic(model.covariance, from(means))) : NaN;
    const lp = sum - model.center, se = error(model.means);
    const relative = sum - model.referenceCenter, relativeSe = error(model.referenceMeans);
    return {
      points, parts, together, limits,
      d: from(model.means), hazard: Math.exp(lp), hazardLower: Math.exp(lp - Z * se), hazardUpper: Math.exp(lp + Z * se),
      relative: { lp: relative, se: relativeSe, estimate: Math.exp(relative), lower: Math.exp(relative - Z * relativeSe), upper: Math.exp(relative + Z * relativeSe) },
    };
  }

  // ---- the controls -------------------------------------------------------------------------------------------------

  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name === 'text') node.textContent = value; else node.setAttribute(name, value === true ? '' : value);
    }
    node.append(...children);
    return node;
  }

  const number = (v, digits) => Number(v.toFixed(digits)).toString();

  function inside(x, allowed) {
    return Number.isFinite(x) && (allowed.open ? x > allowed.low : x >= allowed.low) && x <= allowed.high && (!allowed.whole || Number.isInteger(x));
  }

  const describe = a => a.free ? `A number with a decimal point is needed, not far outside the training data's ${a.from} to ${a.to}`
    : `${a.whole ? 'A whole number' : 'A number with a decimal point'} ${a.open ? 'above' : 'from'} ${a.low} ${a.open ? 'and at most' : 'to'} ${a.high}`;

  // A slider and a number box that hold the same value; the box takes all that the model allows, the slider the usual range.
  function slider(id, label, spec, start, onChange, labelled) {
    const box = el('input', { type: 'number', id, step: spec.whole ? 1 : 'any', inputmode: spec.low < 0 ? null : 'decimal', 'aria-describedby': `${id}-error` });
    const range = el('input', { type: 'range', min: spec.from, max: spec.to, step: spec.step, 'aria-label': `${label}, slider` });
    const error = el('p', { class: 'error', id: `${id}-error`, hidden: true });
    const set = v => { box.value = v; range.value = v; };
    set(start);
    box.addEventListener('input', () => { if (box.value !== '') range.value = box.value; onChange(); });
    range.addEventListener('input', () => { box.value = range.value; onChange(); });
    const row = el('div', { class: 'row' });
    if (!labelled) row.append(el('label', { for: id, text: label }));
    row.append(range, box, el('span', { text: spec.unit || '' }));
    return {
      row, error, set,
      read() {
        let x = box.value.trim() === '' ? NaN : Number(box.value);
        if (spec.grid && inside(x, spec)) x = spec.low + Math.round((x - spec.low) / spec.grid) * spec.grid;
        const good = inside(x, spec);
        box.setAttribute('aria-invalid', String(!good));
        error.hidden = good;
        error.textContent = good ? '' : `${describe(spec)}${spec.unit ? ' ' + spec.unit : ''}${spec.free ? '' : ' is needed'}.`;
        return good ? x : NaN;
      },
    };
  }

  function radios(name, labels, chosen, onChange, legend) {
    const node = el('div', { class: 'choices', role: 'radiogroup', 'aria-label': legend });
    labels.forEach((label, k) => {
      const input = el('input', { type: 'radio', name, value: k, checked: k === chosen });
      input.addEventListener('change', onChange);
      node.append(el('label', {}, input, document.createTextNode(label)));
    });
    return { node, get: () => Number(node.querySelector('input:checked').value), set: k => { node.querySelectorAll('input')[k].checked = true; } };
  }

  function build(p, index) {
    const id = `p${index}`;
    const points = el('span', { class: 'points', 'data-points': p.name });
    const field = el('fieldset', { class: 'predictor', 'data-predictor': p.name });
    field.append(el('legend', { class: 'sr', text: p.label }));
    const head = el('div', { class: 'head' }, p.levels ? el('span', { text: p.label }) : el('label', { for: id, text: p.label }), points);
    field.append(head);
    if (p.hint) field.append(el('p', { class: 'hint', text: p.hint }));
    const control = { p, points };
    if (p.levels) {
      const choice = radios(id, p.levels, p.start, update, p.label);
      field.append(choice.node);
      control.read = () => choice.get();
      control.reset = () => choice.set(p.start);
      control.preset = text => {
        const k = p.levels.findIndex((l, i) => l === text || (p.keys && p.keys[i] === text));
        if (k >= 0) choice.set(k);
      };
      control.text = x => p.levels[x];
      return [field, control];
    }
    const direct = slider(id, p.label, p.allowed, p.start, update, true);
    const directPart = el('div', {}, direct.row, direct.error);
    control.text = x => `${number(x, p.digits)}${p.allowed.unit ? ' ' + p.allowed.unit : ''}`;
    control.reset = () => direct.set(p.start);
    control.preset = text => direct.set(text);
    control.read = () => direct.read();
    field.append(directPart);
    if (p.course) courseOf(p, id, field, directPart, control);
    if (p.signature) signatureOf(p, id, field, directPart, control);
    return [field, control];
  }

  // A dose from the course that was given: BED = D (1 + D / n / (alpha/beta)).
  function courseOf(p, id, field, directPart, control) {
    const c = p.course;
    const dose = slider(`${id}-dose`, 'Total dose', c.dose, c.dose.start, update);
    const fractions = slider(`${id}-fractions`, 'Fractions', c.fractions, c.fractions.start, update);
    const sum = el('p', { class: 'hint' });
    const part = el('div', { hidden: true }, dose.row, dose.error, fractions.row, fractions.error, sum);
    const mode = radios(`${id}-mode`, [c.directLabel, c.courseLabel], 0, () => { show(); update(); }, `${p.label}: how it is given`);
    mode.node.classList.add('mode');
    const show = () => { directPart.hidden = mode.get() === 1; part.hidden = mode.get() === 0; };
    field.insertBefore(mode.node, directPart);
    field.append(part);
    const { read, reset, preset } = control;
    control.read = () => {
      control.given = null;
      if (mode.get() === 0) return read();
      const total = dose.read(), n = fractions.read();
      const bed = total * (1 + total / n / c.alphaBeta);
      const good = inside(bed, p.allowed);
      sum.textContent = Number.isFinite(bed) ? `${number(total, 2)} Gy in ${n} makes a BED of ${number(bed, 2)} Gy${good ? '' : `, above the ${p.allowed.high} Gy that are taken`}.` : '';
      control.given = { dose: total, fractions: n };
      return good ? bed : NaN;
    };
    control.reset = () => { mode.set(0); dose.set(c.dose.start); fractions.set(c.fractions.start); show(); reset(); };
    control.preset = text => {
      const course = /^([\d.]+)\/(\d+)$/.exec(text);
      mode.set(course ? 1 : 0);
      if (course) { dose.set(course[1]); fractions.set(course[2]); } else preset(text);
      show();
    };
    control.warn = () => control.given && (!inside(control.given.dose, c.dose.usual) || !inside(control.given.fractions, c.fractions.usual))
      ? [`${number(control.given.dose, 2)} Gy in ${control.given.fractions} fractions lies outside ${c.usualText}.`] : [];
  }

  // A score from its features: the sum of weight times (value - mean) / standard deviation.
  function signatureOf(p, id, field, directPart, control) {
    const terms = p.signature.terms;
    const mode = radios(`${id}-mode`, ['Enter the score', `From its ${terms.length} feature${terms.length === 1 ? '' : 's'}`], 0, () => { show(); update(); }, `${p.label}: how it is given`);
    mode.node.classList.add('mode');
    const table = el('table', { class: 'features' });
    const rows = terms.map((term, k) => {
      const box = el('input', { type: 'number', step: 'any', id: `${id}-f${k}`, value: term.mean });
      const share = el('td', {});
      box.addEventListener('input', update);
      table.append(el('tr', {}, el('td', {}, el('label', { for: box.id, text: term.feature })), el('td', {}, box), share));
      return { term, box, share };
    });
    const sum = el('p', { class: 'hint' });
    const part = el('div', { hidden: true }, el('p', { class: 'hint', text: p.signature.note }), table, sum);
    const show = () => { directPart.hidden = mode.get() === 1; part.hidden = mode.get() === 0; };
    field.insertBefore(mode.node, directPart);
    field.append(part);
    const { read, reset, preset } = control;
    control.read = () => {
      if (mode.get() === 0) return read();
      let score = 0;
      for (const { term, box, share } of rows) {
        const x = box.value.trim() === '' ? NaN : Number(box.value);
        const own = term.weight * ((x - term.mean) / term.sd);
        score += own;
        box.setAttribute('aria-invalid', String(!Number.isFinite(x)));
        share.textContent = Number.isFinite(own) ? (own < 0 ? '\u2212' : '+') + Math.abs(own).toFixed(4) : '?';
      }
      const left = rows.filter(({ term, box }) => Number(box.value) === term.mean).length;
      sum.textContent = !Number.isFinite(score) ? 'Every feature needs a number.'
        : `Score: ${number(score, 4)}${left ? `, with ${left} of ${rows.length} feature${rows.length === 1 ? '' : 's'} left at the mean` : ''}`;
      return score;
    };
    control.reset = () => { mode.set(0); rows.forEach(r => { r.box.value = r.term.mean; }); show(); reset(); };
    control.preset = text => { mode.set(0); show(); preset(text); };
    control.presetFeature = (name, text) => {
      const row = rows.find(r => r.term.feature === name);
      if (!row) return false;
      row.box.value = text;
      mode.set(1);
      show();
      return true;
    };
    control.warn = () => mode.get() === 0 ? [] : rows.filter(r => Math.abs((Number(r.box.value) - r.term.mean) / r.term.sd) > 4)
      .map(r => `${r.term.feature} lies more than 4 standard deviations from its mean.`);
  }

  // ---- the results --------------------------------------------------------------------------------------------------

  function put(name, value, text) {
    const node = out(name);
    node.textContent = text;
    if (value === null || value === undefined) node.removeAttribute('data-value'); else node.setAttribute('data-value', value);
  }

  const percent = s => `${(100 * s).toFixed(1)}\u00a0%`;
  // A minus sign as wide as a plus, which no line ends behind.
  const minus = text => text.replace(/(^|[\s(])-(?=\d)/g, '$1\u2212');
  // One of a unit is no plural: 1 year, 2 years.
  const one = /[^s]s$/.test(model.timeUnit) && model.timeUnit.length > 2 ? model.timeUnit.slice(0, -1) : model.timeUnit;
  const unit = text => `${text} ${/(^|\s)1$/.test(text) ? one : model.timeUnit}`.trim();
  const months = t => unit(t.toFixed(1));

  function list(items) {
    const ul = el('ul');
    items.forEach(t => ul.append(el('li', { text: t })));
    return ul;
  }

  function bar(from, share, low, high) {
    const node = el('div', { class: low === null ? 'bar' : 'bar thin', 'aria-hidden': 'true' });
    if (low !== null) { const i = el('i'); i.style.left = `${100 * low}%`; i.style.width = `${100 * (high - low)}%`; node.append(i); }
    const s = el('span');
    s.style.left = `${100 * from}%`;
    s.style.width = `${100 * Math.max(0, Math.min(1, share))}%`;
    node.append(s);
    return node;
  }

  const SVG = 'http://www.w3.org/2000/svg';
  function svg(tag, attributes, text) {
    const node = document.createElementNS(SVG, tag);
    for (const [k, v] of Object.entries(attributes)) node.setAttribute(k, v);
    if (text !== undefined) node.textContent = text;
    return node;
  }

  function niceStep(span, count) {
    const raw = span / count, power = Math.pow(10, Math.floor(Math.log10(raw)));
    return [1, 2, 5, 10].map(f => f * power).find(s => s >= raw);
  }

  function scale(points) {
    const width = 640, left = 14, right = 14, top = Math.max(model.pointsEnd, points), low = Math.min(0, points);
    const x = v => left + (v - low) / (top - low) * (width - left - right);
    const node = svg('svg', { viewBox: `0 0 ${width} 46` });
    node.append(svg('line', { class: 'axis', x1: x(low), x2: x(top), y1: 22, y2: 22 }));
    const step = niceStep(top - low, 8);
    for (let v = Math.ceil(low / step) * step; v <= top + 1e-9; v += step) {
      node.append(svg('line', { class: 'axis', x1: x(v), x2: x(v), y1: 22, y2: 28 }));
      node.append(svg('text', { x: x(v), y: 42, 'text-anchor': 'middle' }, number(v, 6)));
    }
    const here = x(points);
    node.append(svg('path', { class: 'here', d: `M${here} 21 L${here - 7} 7 L${here + 7} 7 Z` }));
    $('scale').replaceChildren(node);
  }

  function curve(b, r) {
    const width = 640, height = 290, left = 66, right = 14, top = 12, bottom = 44;
    const shown = Math.min(b.last, 2.5 * Math.max(...model.horizons, b.form === 'steps' ? 0 : 1));
    const x = t => left + t / shown * (width - left - right), y = s => top + (1 - s) * (height - top - bottom);
    const node = svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': unit(`Predicted ${model.survivalWord.toLowerCase()} from 0 to ${number(shown, 1)}`) });
    for (let k = 0; k <= 4; k++) {
      node.append(svg('line', { class: 'grid', x1: left, x2: width - right, y1: y(k / 4), y2: y(k / 4) }));
      node.append(svg('text', { x: left - 8, y: y(k / 4) + 4, 'text-anchor': 'end' }, `${25 * k}%`));
    }
    const at = model.horizons.filter(h => h <= shown);
    const step = at.length > 1 && at.every(h => Number.isInteger(h / at[0])) && shown / at[0] <= 12 ? at[0] : niceStep(shown, 8);
    for (let t = 0; t <= shown + 1e-9; t += step) {
      node.append(svg('line', { class: 'axis', x1: x(t), x2: x(t), y1: y(0), y2: y(0) + 5 }));
      node.append(svg('text', { x: x(t), y: y(0) + 20, 'text-anchor': 'middle' }, number(t, 6)));
    }
    node.append(svg('text', { x: (left + width - right) / 2, y: height - 4, 'text-anchor': 'middle' }, model.timeUnit ? `Time (${model.timeUnit})` : 'Time'));
    const times = b.form === 'steps' ? [0, ...b.times.filter(t => t <= shown)] : Array.from({ length: 121 }, (_, k) => k * shown / 120);
    const start = model.incidence ? { s: 0, lower: 0, upper: 0 } : { s: 1, lower: 1, upper: 1 };
    const values = times.map(t => t === 0 ? start : chanceAt(b, r, t));
    const level = (v, name) => v[name] === null ? v.s : v[name];
    const path = (name, ends) => values.map((v, k) => {
      const at = `${x(times[k]).toFixed(2)} ${y(level(v, name)).toFixed(2)}`;
      return k === 0 ? at : b.form === 'steps' ? `${x(times[k]).toFixed(2)} ${y(level(values[k - 1], name)).toFixed(2)} L${at}` : at;
    }).concat(b.form === 'steps' && ends ? [`${x(shown).toFixed(2)} ${y(level(values[values.length - 1], name)).toFixed(2)}`] : []);
    if (r.limits) node.append(svg('path', { class: 'band', d: `M${path('upper', true).join(' L')} L${path('lower', true).join(' L').split(' L').reverse().join(' L')} Z` }));
    if (!model.incidence) node.append(svg('line', { class: 'half', x1: left, x2: width - right, y1: y(0.5), y2: y(0.5) }));
    node.append(svg('path', { class: 'line', d: `M${path('s', true).join(' L')}` }));
    node.append(svg('line', { class: 'axis', x1: left, x2: width - right, y1: y(0), y2: y(0) }));
    $('curve').replaceChildren(node);
  }

  function showMedian(b, r) {
    const { m, lower, upper, known } = median(b, r);
    put('median', m, m === null ? unit(`not reached within ${number(b.last, 2)}`) : months(m));
    $('median-more').textContent = r.limits && !known ? '(no interval)' : r.limits ? `(95% interval ${lower === null ? 'not reached' : lower.toFixed(1)} \u2013 ${upper === null ? 'not reached' : months(upper)})` : '';
    for (const [name, v] of [['lower', lower], ['upper', upper]]) { if (v === null) delete out('median').dataset[name]; else out('median').dataset[name] = v; }
  }

  function showSurvival(r) {
    const b = model.baselines[$('baseline').selectedIndex] || model.baselines[0];
    $('survival').hidden = !b;
    $('no-baseline').hidden = !!b;
    $('no-baseline').textContent = b ? '' : model.noBaseline;
    const body = $('survival-table').tBodies[0];
    body.replaceChildren();
    if (!b) { put('median', null, ''); return; }
    for (const t of model.horizons) {
      const row = el('tr', { 'data-horizon': t }, el('th', { scope: 'row', text: unit(number(t, 6)) }));
      if (t > b.last + b.tolerance) {
        row.append(el('td', { colspan: 3, text: unit(`beyond the baseline, which ends at ${number(b.last, 2)}`) }));
      } else {
        const { s, lower, upper } = chanceAt(b, r, t);
        row.dataset.value = s;
        if (lower !== null) { row.dataset.lower = lower; row.dataset.upper = upper; }
        row.append(el('td', {}, bar(0, s, lower, upper)), el('td', { class: 'number', text: percent(s) }),
          el('td', { class: 'number', text: lower === null ? '\u2013' : `${(100 * lower).toFixed(1)} \u2013 ${percent(upper)}` }));
      }
      body.append(row);
    }
    $('median-line').hidden = !!model.incidence;
    if (model.incidence) put('median', null, '');
    else showMedian(b, r);
    const notes = $('baseline-notes');
    notes.className = b.isMeasured ? 'note' : 'note warn';
    notes.replaceChildren(el('strong', { text: b.note }), list(b.assumptions));
    curve(b, r);
  }

  function update() {
    const values = controls.map(c => c.read());
    const bad = controls.filter((_, i) => Number.isNaN(values[i]));
    $('refusal').hidden = bad.length === 0;
    $('refusal').textContent = bad.length === 0 ? '' : `No result: ${bad.map(c => c.p.label).join(', ')} ${bad.length === 1 ? 'needs a value' : 'need values'} that the model takes.`;
    $('result').hidden = bad.length > 0;
    const warnings = unknown.map(name => `The page's address names '${name}', which the model does not have.`);
    controls.forEach((c, i) => {
      if (Number.isNaN(values[i])) return;
      for (const w of c.p.warnings || []) if (w.levels ? w.levels.includes(values[i]) : !inside(values[i], w.usual)) warnings.push(w.text.replace('{value}', c.text(values[i])));
      if (c.warn) warnings.push(...c.warn());
    });
    $('warnings').replaceChildren(...warnings.map(t => el('div', { class: 'note warn', text: minus(t) })));
    if (bad.length > 0) {
      controls.forEach(c => { c.points.textContent = ''; });
      return;
    }
    const r = evaluate(values);
    out('points').closest('.tile').hidden = !pointed;
    if (pointed) put('points', r.points, r.points.toFixed(1));
    $('points-more').textContent = `of 0 to ${model.pointsEnd.toFixed(0)}`;
    const { lp, se, estimate, lower, upper } = r.relative;
    put('hazard', estimate, estimate.toFixed(2));
    out('hazard').dataset.lp = lp;
    if (r.limits) Object.assign(out('hazard').dataset, { lower, upper, se });
    $('hazard-more').textContent = `${r.limits ? `95% ${lower.toFixed(2)} \u2013 ${upper.toFixed(2)}, ` : ''}${model.reference}`;
    const rule = model.rule;
    if (rule) {
      const x = values[rule.predictor], high = rule.inclusive ? x >= rule.cut : x > rule.cut;
      put('group', high ? 'high' : 'low', high ? 'High' : 'Low');
      $('group-tile').className = `tile ${high ? 'high' : 'low'}`;
      $('group-tile').hidden = false;
      $('group-more').textContent = minus(rule.text);
    }
    if (pointed) scale(r.points);
    const most = Math.max(100, ...r.parts.map(p => p.points)), least = Math.min(0, ...r.parts.map(p => p.points));
    $('parts').tBodies[0].replaceChildren(...r.parts.map(({ p, x, points, ratio }, i) => {
      const with_ = points === null && pointed ? `with ${model.predictors[p.axis].label}` : '';
      controls[i].points.textContent = points === null ? with_ : `${points.toFixed(1)} points`;
      const zero = -least / (most - least), share = Math.abs(points) / (most - least);
      return el('tr', { 'data-part': p.name, ...(points === null ? {} : { 'data-points': points }), 'data-ratio': ratio },
        el('th', { scope: 'row', text: p.label }), el('td', { text: minus(controls[i].text(x)) }),
        points === null ? el('td', {}) : el('td', {}, bar(points < 0 ? zero - share : zero, share, null, null)),
        el('td', { class: 'number', text: points === null ? with_ : points.toFixed(1) }), el('td', { class: 'number', text: ratio.toFixed(2) }));
    }), ...r.together.map(({ t, ratio }) => el('tr', { 'data-part': t.name, 'data-ratio': ratio },
      el('th', { scope: 'row', text: t.label }), el('td', { text: 'interaction' }), el('td', {}), el('td', { class: 'number', text: '' }), el('td', { class: 'number', text: ratio.toFixed(2) }))));
    $('parts').tFoot.replaceChildren(el('tr', {}, el('td', { colspan: 3, text: 'Together' }), el('td', { class: 'number', text: pointed ? r.points.toFixed(1) : '' }), el('td', { class: 'number', text: estimate.toFixed(2) })));
    showSurvival(r);
  }

  function preset() {
    unknown.length = 0;
    for (const [name, text] of new URLSearchParams(location.hash.slice(1))) {
      const control = controls.find(c => c.p.name === name);
      if (control) control.preset(text);
      else if (name === 'baseline' && model.baselines[Number(text)]) $('baseline').selectedIndex = Number(text);
      else if (!controls.some(c => c.presetFeature && c.presetFeature(name, text))) unknown.push(name);
    }
    update();
  }

  const unknown = []; // names in the address that nothing here has
  const controls = model.predictors.map((p, i) => {
    const [field, control] = build(p, i);
    $('predictors').append(field);
    return control;
  });
  for (const b of model.baselines) $('baseline').append(el('option', { text: b.name }));
  $('baseline-row').hidden = model.baselines.length < 2;
  $('baseline').addEventListener('change', update);
  $('parts-note').textContent = model.partsNote;
  $('inputs').addEventListener('submit', e => e.preventDefault());
  $('inputs').addEventListener('reset', e => { e.preventDefault(); controls.forEach(c => c.reset()); update(); });
  $('print').addEventListener('click', () => window.print());
  window.addEventListener('hashchange', preset);
  preset();
})();
