// The lint rules of what Svelte compiles: those that find mistakes, not those about looks, which are prettier's. All else, and the
// rest about `.svelte.ts`, is in `.oxlintrc.json`; what in a component needs types, in `lint-components.mjs`.

import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import js from '@eslint/js';

export default ts.config({
  files: ['src-renderer/**/*.svelte', 'src-renderer/**/*.svelte.ts'],
  extends: [js.configs.recommended, ts.configs.recommended, svelte.configs.recommended],
  languageOptions: {
    globals: globals.browser,
    parserOptions: { parser: ts.parser },
  },
  rules: {
    eqeqeq: 'error',
    'no-undef': 'off', // TypeScript knows better
    '@typescript-eslint/no-unused-vars': [
      'error',
      { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
    ],
    // Its own version knows that `$props()` is unpacked with `let`.
    'prefer-const': 'off',
    'svelte/prefer-const': 'error',
  },
});
