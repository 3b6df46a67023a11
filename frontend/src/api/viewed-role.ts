/** A role of the staff as whose holder everything is looked at; the server narrows each answer to it. */
export interface ViewedRole {
  id: string;
  name: string;
}

let viewed: ViewedRole | null = null;

export const viewedRole = (): ViewedRole | null => viewed;

/** Every request from now on sees what this role sees, and changes nothing; null to be oneself again. */
export function setViewedRole(role: ViewedRole | null): void {
  viewed = role;
}
