import { createContext } from 'react'
import type { ActionPreview, Shape } from '#engine/language'

/** What the form of a sink knows about the rows its templates are for. */
export interface TemplateHelp {
  /** What a template is given as `.`; asked when something is to be offered. */
  shape(): Shape
  /** What the last row becomes with the form as it stands; undefined before the first row. */
  readonly preview: ActionPreview | undefined
}

/** undefined outside of the forms of sinks. */
export const TemplateHelpContext = createContext<TemplateHelp | undefined>(undefined)
