import { options, type VNode } from 'preact';

/**
 * Preact writes what React calls `tabIndex` on an <svg> as an attribute of just that name, and in SVG
 * names have case: the element could not take the focus. React writes `tabindex`; so does this.
 * Imported before anything is rendered.
 */
const before = options.vnode;
options.vnode = (vnode: VNode) => {
  before?.(vnode);
  if (vnode.type !== 'svg' && vnode.type !== 'g') return;
  const props = vnode.props as Record<string, unknown>;
  if (!('tabIndex' in props)) return;
  props['tabindex'] = props['tabIndex'];
  delete props['tabIndex'];
};
