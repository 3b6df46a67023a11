import { defineConfig } from '@hey-api/openapi-ts';

/** Types only: the runtime is `src/api/http.ts`, so no page downloads calls that it does not make. */
export default defineConfig({
  input: './openapi.json',
  output: { path: './src/api/generated' },
  plugins: ['@hey-api/typescript'],
});
