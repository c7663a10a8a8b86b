export * from './ownersOf';
export { parseOwners, syntaxOf, type OwnerRules, type OwnersSyntax } from './parse';
