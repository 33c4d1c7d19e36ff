/** What a user plugin may take before it is stopped. */
export interface PluginLimits {
  /** One `collect`, also one `configure`. */
  readonly collectMs: number
  readonly openMs: number
  /** Less than the app waits for a run to stop. */
  readonly closeMs: number
  /** Importing the module, constructors included. */
  readonly loadMs: number
  /** Its code keeps its thread so long without a break. */
  readonly hangMs: number
  /** One call of a function: the engine waits for it. */
  readonly callMs: number
  /** Resident memory of its process. */
  readonly memoryMb: number
}

export const usualLimits: PluginLimits = {
  collectMs: 10_000,
  openMs: 30_000,
  closeMs: 2000,
  loadMs: 10_000,
  hangMs: 10_000,
  callMs: 1000,
  memoryMb: 512,
}
