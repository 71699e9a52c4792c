// The test is that this program could be compiled and linked.
int main() { return 0; }
