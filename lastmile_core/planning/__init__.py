"""The search: a problem and limits in, the best clean plan out. Nothing here has the last word; the judge has."""
