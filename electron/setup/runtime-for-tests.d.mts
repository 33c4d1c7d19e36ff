/** What Playwright's `_electron.launch` needs to run the app on the runtime that setup installed. */
export interface LaunchOptions {
  executablePath: string
  /** Ends with the app folder; the app's own arguments go behind it. */
  args: string[]
  env: Record<string, string>
  /** On for an ordinary user where the kernel allows it. */
  chromiumSandbox: boolean
}

/** Without a display, a virtual one is started for as long as this process lives. */
export function electronForTests(appFolder?: string): Promise<LaunchOptions>
