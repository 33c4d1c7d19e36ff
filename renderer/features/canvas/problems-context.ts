import { createContext } from 'react'
import type { Problem } from '../../state/problems.ts'

/** Problems by canvas node; a context, so that they are not part of the cards' data. */
export const ProblemsContext = createContext<ReadonlyMap<string, readonly Problem[]>>(new Map())
