/** A property that cannot be used, or that does not do what it seems to. `property` is its name. */
export interface PropertyFault {
  readonly property: string
  readonly message: string
  /** Where in the property's text the fault is: templates only. */
  readonly range?: { readonly start: number; readonly end: number }
  /** What to do about it. */
  readonly hint?: string
}

/** Properties that cannot be used. */
export interface Refusal {
  readonly ok: false
  /** The first of them. */
  readonly fault: PropertyFault
  readonly faults: readonly PropertyFault[]
}

/** Undefined where there are no faults. */
export function refusalOf(faults: readonly PropertyFault[]): Refusal | undefined {
  const [fault] = faults
  return fault === undefined ? undefined : { ok: false, fault, faults }
}
