"""How well labelled questions are answered, as they are written or as another hand would type them."""
