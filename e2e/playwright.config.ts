import { defineConfig } from '@playwright/test'

/** Journeys on the real app, one window at a time: they watch live rows, and two cores carry no more. */
export default defineConfig({
  testDir: 'specs',
  outputDir: '../out/e2e',
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
})
