// Package check says whether students' answers to the tutorials' exercises are right, and if not, what is missing.
//
// Each check prints one line, "Right: ..." or "Not yet: ...", and returns which. It speaks the language of the notebook's prose, English or
// Korean, which the notebook's metadata names: "gosnn": {"language": "ko"}. Where nobody says which notebook runs (Jupyter's server does;
// nbclient does not, unless GOSNN_NOTEBOOK names the file), it speaks English. What is right is computed with package snn
// each time, from the data that the notebook passes; no result is written down here. A check never panics, whatever it
// is given: an answer that is nil, of the wrong shape or no spikes is a "Not yet".
//
// Checks borrow their tensors: the caller keeps them.
package check
