"""JSON for programs; also starts and wires everything."""
