export interface ToastAction {
  label: string;
  run: () => void;
}

export interface Toast {
  id: number;
  text: string;
  tone: 'neutral' | 'good' | 'bad';
  action?: ToastAction;
}

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

export function currentToasts(): readonly Toast[] {
  return toasts;
}

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function dismissToast(id: number): void {
  change(toasts.filter((toast) => toast.id !== id));
}

/** Says something briefly; at most three stand at once. Give `action` for an undo. */
export function toast(
  text: string,
  options: { tone?: Toast['tone']; action?: ToastAction } = {},
): number {
  const id = nextId++;
  change([...toasts.slice(-2), { id, text, tone: 'neutral', ...options }]);
  return id;
}

/** "Client archived" with Undo, for what can be taken back. */
export function toastUndo(text: string, undo: () => void): number {
  return toast(text, { action: { label: 'Undo', run: undo } });
}
