export { ClientProgram, type ClientProgramProps } from './client-program';
