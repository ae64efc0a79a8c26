"""Where a county is: codes and names, shapes, towns."""
