import { describe, expect, it } from 'vitest';
import { areas, blind, cellsChanged, isBeyond, seen } from './sees';

const clients = areas.find(({ label }) => label === 'Clients');
const team = areas.find(({ label }) => label === 'Team');

describe('what a role sees', () => {
  it('is a scope of clients, or yes', () => {
    expect(clients && seen(clients, { 'clients:read': 'assigned' })).toBe('Assigned');
    expect(clients && seen(clients, {})).toBe('–');
    expect(team && seen(team, { 'members:read': 'all' })).toBe('Yes');
  });

  it('is compared by how far it reaches', () => {
    expect(isBeyond('all', 'assigned')).toBe(true);
    expect(isBeyond('own', 'assigned')).toBe(false);
    expect(isBeyond('own', undefined)).toBe(true);
  });

  it('is less than what it may do, where somebody may change what they do not see', () => {
    expect(blind({ 'clients:update': 'all', 'clients:read': 'assigned' })).toEqual([
      'clients:update',
    ]);
    expect(blind({ 'clients:update': 'assigned', 'clients:read': 'all' })).toEqual([]);
    expect(blind({ 'members:remove': 'all' })).toEqual(['members:remove']);
    expect(blind({ 'clients:create': 'all', 'workouts:log': 'all' })).toEqual([]);
  });

  it('is saved by the cells that changed', () => {
    expect(
      cellsChanged(
        { 'clients:read': 'all', 'home:read': 'all' },
        { 'clients:read': 'own', 'records:read': 'all' },
      ),
    ).toEqual({ 'clients:read': 'own', 'home:read': null, 'records:read': 'all' });
    expect(cellsChanged({ 'home:read': 'all' }, { 'home:read': 'all' })).toEqual({});
  });
});
