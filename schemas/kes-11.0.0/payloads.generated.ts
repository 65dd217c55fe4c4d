// Generated from schemas/kes-11.0.0 by "npm run generate". Change the schema instead.

