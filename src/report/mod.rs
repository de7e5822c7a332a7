//! Screenings as people and machines read them: one file per format.
