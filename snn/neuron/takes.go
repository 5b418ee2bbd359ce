package neuron

// Which neuron takes which option.

func (o Threshold) leaky(c *config)         { o.set(c) }
func (o Thresholds) leaky(c *config)        { o.set(c) }
func (o LearnThreshold) leaky(c *config)    { o.set(c) }
func (o Betas) leaky(c *config)             { o.set(c) }
func (o LearnBeta) leaky(c *config)         { o.set(c) }
func (o GradedSpikes) leaky(c *config)      { o.set(c) }
func (o LearnGradedSpikes) leaky(c *config) { o.set(c) }
func (o Reset) leaky(c *config)             { o.set(c) }
func (o ResetDelay) leaky(c *config)        { o.set(c) }
func (o Inhibition) leaky(c *config)        { o.set(c) }
func (o Surrogate) leaky(c *config)         { o.set(c) }

func (o Threshold) lapicque(c *config)         { o.set(c) }
func (o Thresholds) lapicque(c *config)        { o.set(c) }
func (o LearnThreshold) lapicque(c *config)    { o.set(c) }
func (o Beta) lapicque(c *config)              { o.set(c) }
func (o LearnBeta) lapicque(c *config)         { o.set(c) }
func (o R) lapicque(c *config)                 { o.set(c) }
func (o C) lapicque(c *config)                 { o.set(c) }
func (o TimeStep) lapicque(c *config)          { o.set(c) }
func (o GradedSpikes) lapicque(c *config)      { o.set(c) }
func (o LearnGradedSpikes) lapicque(c *config) { o.set(c) }
func (o Reset) lapicque(c *config)             { o.set(c) }
func (o ResetDelay) lapicque(c *config)        { o.set(c) }
func (o Inhibition) lapicque(c *config)        { o.set(c) }
func (o Surrogate) lapicque(c *config)         { o.set(c) }

func (o Threshold) synaptic(c *config)         { o.set(c) }
func (o Thresholds) synaptic(c *config)        { o.set(c) }
func (o LearnThreshold) synaptic(c *config)    { o.set(c) }
func (o Alphas) synaptic(c *config)            { o.set(c) }
func (o LearnAlpha) synaptic(c *config)        { o.set(c) }
func (o Betas) synaptic(c *config)             { o.set(c) }
func (o LearnBeta) synaptic(c *config)         { o.set(c) }
func (o GradedSpikes) synaptic(c *config)      { o.set(c) }
func (o LearnGradedSpikes) synaptic(c *config) { o.set(c) }
func (o Reset) synaptic(c *config)             { o.set(c) }
func (o ResetDelay) synaptic(c *config)        { o.set(c) }
func (o Inhibition) synaptic(c *config)        { o.set(c) }
func (o Surrogate) synaptic(c *config)         { o.set(c) }

func (o Threshold) alpha(c *config)         { o.set(c) }
func (o Thresholds) alpha(c *config)        { o.set(c) }
func (o LearnThreshold) alpha(c *config)    { o.set(c) }
func (o Alphas) alpha(c *config)            { o.set(c) }
func (o LearnAlpha) alpha(c *config)        { o.set(c) }
func (o Betas) alpha(c *config)             { o.set(c) }
func (o LearnBeta) alpha(c *config)         { o.set(c) }
func (o GradedSpikes) alpha(c *config)      { o.set(c) }
func (o LearnGradedSpikes) alpha(c *config) { o.set(c) }
func (o Reset) alpha(c *config)             { o.set(c) }
func (o Inhibition) alpha(c *config)        { o.set(c) }
func (o Surrogate) alpha(c *config)         { o.set(c) }

func (o AllToAll) rleaky(c *config)          { o.set(c) }
func (o Convolution) rleaky(c *config)       { o.set(c) }
func (o OneToOne) rleaky(c *config)          { o.set(c) }
func (o LearnRecurrence) rleaky(c *config)   { o.set(c) }
func (o Seed) rleaky(c *config)              { o.set(c) }
func (o Threshold) rleaky(c *config)         { o.set(c) }
func (o Thresholds) rleaky(c *config)        { o.set(c) }
func (o LearnThreshold) rleaky(c *config)    { o.set(c) }
func (o Betas) rleaky(c *config)             { o.set(c) }
func (o LearnBeta) rleaky(c *config)         { o.set(c) }
func (o GradedSpikes) rleaky(c *config)      { o.set(c) }
func (o LearnGradedSpikes) rleaky(c *config) { o.set(c) }
func (o Reset) rleaky(c *config)             { o.set(c) }
func (o ResetDelay) rleaky(c *config)        { o.set(c) }
func (o Inhibition) rleaky(c *config)        { o.set(c) }
func (o Surrogate) rleaky(c *config)         { o.set(c) }

func (o AllToAll) rsynaptic(c *config)          { o.set(c) }
func (o Convolution) rsynaptic(c *config)       { o.set(c) }
func (o OneToOne) rsynaptic(c *config)          { o.set(c) }
func (o LearnRecurrence) rsynaptic(c *config)   { o.set(c) }
func (o Seed) rsynaptic(c *config)              { o.set(c) }
func (o Threshold) rsynaptic(c *config)         { o.set(c) }
func (o Thresholds) rsynaptic(c *config)        { o.set(c) }
func (o LearnThreshold) rsynaptic(c *config)    { o.set(c) }
func (o Alphas) rsynaptic(c *config)            { o.set(c) }
func (o LearnAlpha) rsynaptic(c *config)        { o.set(c) }
func (o Betas) rsynaptic(c *config)             { o.set(c) }
func (o LearnBeta) rsynaptic(c *config)         { o.set(c) }
func (o GradedSpikes) rsynaptic(c *config)      { o.set(c) }
func (o LearnGradedSpikes) rsynaptic(c *config) { o.set(c) }
func (o Reset) rsynaptic(c *config)             { o.set(c) }
func (o ResetDelay) rsynaptic(c *config)        { o.set(c) }
func (o Inhibition) rsynaptic(c *config)        { o.set(c) }
func (o Surrogate) rsynaptic(c *config)         { o.set(c) }

func (o Bias) slstm(c *config)              { o.set(c) }
func (o Seed) slstm(c *config)              { o.set(c) }
func (o Threshold) slstm(c *config)         { o.set(c) }
func (o Thresholds) slstm(c *config)        { o.set(c) }
func (o LearnThreshold) slstm(c *config)    { o.set(c) }
func (o GradedSpikes) slstm(c *config)      { o.set(c) }
func (o LearnGradedSpikes) slstm(c *config) { o.set(c) }
func (o Reset) slstm(c *config)             { o.set(c) }
func (o Surrogate) slstm(c *config)         { o.set(c) }

func (o Bias) sconv2dlstm(c *config)              { o.set(c) }
func (o MaxPool) sconv2dlstm(c *config)           { o.set(c) }
func (o AvgPool) sconv2dlstm(c *config)           { o.set(c) }
func (o Seed) sconv2dlstm(c *config)              { o.set(c) }
func (o Threshold) sconv2dlstm(c *config)         { o.set(c) }
func (o LearnThreshold) sconv2dlstm(c *config)    { o.set(c) }
func (o GradedSpikes) sconv2dlstm(c *config)      { o.set(c) }
func (o LearnGradedSpikes) sconv2dlstm(c *config) { o.set(c) }
func (o Reset) sconv2dlstm(c *config)             { o.set(c) }
func (o Surrogate) sconv2dlstm(c *config)         { o.set(c) }

func (o Betas) leakyparallel(c *config)             { o.set(c) }
func (o LearnBeta) leakyparallel(c *config)         { o.set(c) }
func (o Bias) leakyparallel(c *config)              { o.set(c) }
func (o Seed) leakyparallel(c *config)              { o.set(c) }
func (o Threshold) leakyparallel(c *config)         { o.set(c) }
func (o Thresholds) leakyparallel(c *config)        { o.set(c) }
func (o LearnThreshold) leakyparallel(c *config)    { o.set(c) }
func (o GradedSpikes) leakyparallel(c *config)      { o.set(c) }
func (o LearnGradedSpikes) leakyparallel(c *config) { o.set(c) }
func (o Surrogate) leakyparallel(c *config)         { o.set(c) }
